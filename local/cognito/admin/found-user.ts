// Administrators' operations name a pool and a user; the user by username, sub or e-mail address.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import { userNotFound } from '../operations/user-not-found';
import type { RequestBody } from '../request-body';
import type { PoolUser } from '../users/user-directory';

/** Returns the pool's id. Throws ResourceNotFoundException for another pool than the template's. */
export function foundPool(cognito: CognitoContext, body: RequestBody): string {
  const poolId = body.text('UserPoolId', 128);
  if (poolId !== cognito.settings.poolId) {
    throw new AwsError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
  }
  return poolId;
}

/** Throws UserNotFoundException when the pool has no such user. */
export async function foundUser(cognito: CognitoContext, body: RequestBody): Promise<PoolUser> {
  foundPool(cognito, body);
  const user = await cognito.users.find(body.text('Username'));
  if (!user) throw userNotFound();
  return user;
}
