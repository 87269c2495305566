// InitiateAuth: the first step of a sign-in, or a refresh. Flows that the client does not enable are refused.
import { createHmac } from 'node:crypto';
import type { CognitoContext, Operation } from '../cognito-context';
import { decoyVerifier, isPassword, type PasswordVerifier, parseVerifier } from '../passwords/password-verifier';
import { startHandshake } from '../passwords/srp-handshake';
import { invalidParameter, type RequestBody } from '../request-body';
import type { PoolUser } from '../users/user-directory';
import { finishSignIn, wrongPassword } from './finish-sign-in';
import { requireKnownClient } from './known-client';
import { refreshTokens } from './refresh-tokens';
import { userNotFound } from './user-not-found';

export const initiateAuth: Operation = async (cognito, body) => {
  requireKnownClient(cognito, body);
  const flow = body.text('AuthFlow', 64);
  const enabledAs = flow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : flow;
  if (!cognito.settings.client.authFlows.has(enabledAs)) {
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }
  const parameters = body.part('AuthParameters');
  switch (enabledAs) {
    case 'USER_SRP_AUTH':
      return startSrp(cognito, parameters);
    case 'USER_PASSWORD_AUTH':
      return signInByPassword(cognito, parameters);
    case 'REFRESH_TOKEN_AUTH':
      return refreshTokens(cognito, parameters.text('REFRESH_TOKEN', 131_072));
    case 'CUSTOM_AUTH':
      throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
    default:
      throw invalidParameter(`${flow} is not supported by the local cloud.`);
  }
};

/** An unknown user takes the same way with a decoy, so that neither the answer nor the time tells. */
async function lookUp(
  cognito: CognitoContext,
  parameters: RequestBody,
): Promise<{ user: PoolUser | null; username: string; kept: PasswordVerifier }> {
  const name = cognito.users.normalize(parameters.text('USERNAME'));
  const user = await cognito.users.find(name);
  if (user) return { user, username: user.Username, kept: parseVerifier(user.Password) };
  if (!cognito.settings.client.hidesUnknownUsers) throw userNotFound();
  const digits = createHmac('sha256', cognito.decoySecret).update(`username:${name}`).digest('hex');
  const username = digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
  return { user: null, username, kept: decoyVerifier(cognito.decoySecret, name) };
}

async function startSrp(cognito: CognitoContext, parameters: RequestBody): Promise<object> {
  const { username, kept } = await lookUp(cognito, parameters);
  const handshake = startHandshake(kept, parameters.text('SRP_A'));
  if (!handshake) throw invalidParameter('SRP_A is malformed.');
  cognito.handshakes.add({ ...handshake, username, clientId: cognito.settings.client.clientId });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: handshake.salt,
      SRP_B: handshake.serverPublic,
      SECRET_BLOCK: handshake.secretBlock,
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

async function signInByPassword(cognito: CognitoContext, parameters: RequestBody): Promise<object> {
  const { user, username, kept } = await lookUp(cognito, parameters);
  const right = isPassword(kept, cognito.settings.poolName, username, parameters.text('PASSWORD', 256));
  if (!user || !right) throw wrongPassword();
  return finishSignIn(cognito, user);
}
