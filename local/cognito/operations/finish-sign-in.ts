// What follows a right password: the account must be usable, then a session starts and its tokens are issued.
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import { issueTokens } from '../tokens/issue-tokens';
import type { PoolUser } from '../users/user-directory';

/** Wrong password and unknown user alike. */
export function wrongPassword(): AwsError {
  return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
}

/** Answers a sign-in whose password was proved. Throws for a disabled or unconfirmed account. */
export async function finishSignIn(cognito: CognitoContext, user: PoolUser): Promise<object> {
  if (!user.Enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.UserStatus === 'UNCONFIRMED') throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');

  const nowMs = cognito.now();
  const { client } = cognito.settings;
  const signIn = { authTime: Math.floor(nowMs / 1000), originJti: randomUUID(), eventId: randomUUID() };
  const groups = await cognito.users.groupsOf(user);
  const tokens = await issueTokens(cognito.key, cognito.settings, user, groups, signIn, nowMs);
  const refreshToken = await cognito.sessions.start(
    {
      ...signIn,
      username: user.Username,
      clientId: client.clientId,
      expiresAt: nowMs + client.lifetimes.refreshSeconds * 1000,
    },
    nowMs,
  );
  return { ChallengeParameters: {}, AuthenticationResult: { ...tokens, RefreshToken: refreshToken } };
}
