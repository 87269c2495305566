// New access and ID tokens for a refresh token: the refresh of InitiateAuth and GetTokensFromRefreshToken.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import { issueTokens } from '../tokens/issue-tokens';

/** Issues tokens with today's groups and the first sign-in's time. Throws NotAuthorizedException for a disabled user. */
export async function refreshTokens(cognito: CognitoContext, refreshToken: string): Promise<object> {
  const session = cognito.sessions.find(refreshToken, cognito.now());
  const user = session && (await cognito.users.find(session.username));
  if (!session || !user) throw new AwsError('NotAuthorizedException', 'Invalid Refresh Token');
  if (!user.Enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  const groups = await cognito.users.groupsOf(user);
  return {
    AuthenticationResult: await issueTokens(cognito.key, cognito.settings, user, groups, session, cognito.now()),
  };
}
