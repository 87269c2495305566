// RespondToAuthChallenge: the second step of an SRP sign-in.
import { AwsError } from '../../gateway/aws-service';
import type { Operation } from '../cognito-context';
import { isProof } from '../passwords/srp-handshake';
import { invalidParameter } from '../request-body';
import { finishSignIn, wrongPassword } from './finish-sign-in';
import { requireKnownClient } from './known-client';

export const respondToAuthChallenge: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const challenge = body.text('ChallengeName', 64);
  if (challenge !== 'PASSWORD_VERIFIER') {
    throw invalidParameter(`${challenge} is not a challenge that was given.`);
  }
  // The secret block names the sign-in: Amplify does not always echo the Session.
  const responses = body.part('ChallengeResponses');
  const handshake = cognito.handshakes.take(responses.text('PASSWORD_CLAIM_SECRET_BLOCK'));
  if (!handshake) throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
  const proved = isProof(handshake, {
    poolName: cognito.settings.poolName,
    username: handshake.username,
    timestamp: responses.text('TIMESTAMP', 64),
    signature: responses.text('PASSWORD_CLAIM_SIGNATURE', 128),
  });
  const user = await cognito.users.find(handshake.username);
  if (!proved || !user) throw wrongPassword();
  return finishSignIn(cognito, user);
};
