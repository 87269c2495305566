// GetId: the identity of whoever holds a valid ID token.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import type { RequestBody } from '../request-body';
import { verifyToken } from '../tokens/verify-token';
import { type IdentityPoolSettings, identityIdOf, loginToken } from './identity-pool';

/** Answers `{ IdentityId }`. Throws NotAuthorizedException for guests and invalid tokens. */
export async function getId(cognito: CognitoContext, pool: IdentityPoolSettings, body: RequestBody): Promise<object> {
  const identityPoolId = body.text('IdentityPoolId', 128);
  if (identityPoolId !== pool.identityPoolId) {
    throw new AwsError('ResourceNotFoundException', `IdentityPool '${identityPoolId}' not found.`);
  }
  const claims = await verifyToken(cognito.key, cognito.settings, 'id', loginToken(pool, body), cognito.now());
  return { IdentityId: identityIdOf(pool, claims) };
}
