// The group that a request names.
import { AwsError } from '../../gateway/aws-service';
import type { CognitoContext } from '../cognito-context';
import type { RequestBody } from '../request-body';
import { CONTEXT } from '../users/open-pool';
import type { PoolGroup } from '../users/user-directory';
import { foundPool } from './found-user';

/** Throws ResourceNotFoundException when the pool has no such group. */
export async function foundGroup(cognito: CognitoContext, body: RequestBody): Promise<PoolGroup> {
  foundPool(cognito, body);
  const group = await cognito.stock.pool.getGroupByGroupName(CONTEXT, body.text('GroupName', 128));
  if (!group) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return group;
}
