// Who sends a request that carries an access token.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import type { RequestBody } from '../request-body';
import { verifyToken } from '../tokens/verify-token';
import type { PoolUser } from '../users/user-directory';

/**
 * The user of the request's `AccessToken`, once its signature, expiry and scope are verified. Throws
 * NotAuthorizedException for a token that is forged, expired or revoked, and for a disabled user.
 */
export async function signedInUser(cognito: CognitoContext, body: RequestBody): Promise<PoolUser> {
  const token = body.text('AccessToken', 131_072);
  const claims = await verifyToken(cognito.key, cognito.settings, 'access', token, cognito.now());
  if (!String(claims.scope).split(' ').includes('aws.cognito.signin.user.admin')) {
    throw new AwsError('NotAuthorizedException', 'Access Token does not have required scopes');
  }
  if (!cognito.sessions.isAlive(claims.origin_jti)) {
    throw new AwsError('NotAuthorizedException', 'Access Token has been revoked');
  }
  const user = await cognito.users.find(String(claims.username));
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  if (!user.Enabled) throw new AwsError('NotAuthorizedException', 'User is disabled.');
  return user;
}
