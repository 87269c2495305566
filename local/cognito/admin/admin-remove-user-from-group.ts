// AdminRemoveUserFromGroup: takes a user out of a group; the user's next refresh no longer carries it.
import { AdminRemoveUserFromGroup } from 'cognito-local/lib/targets/adminRemoveUserFromGroup.js';
import type { Operation } from '../cognito-context';
import { CONTEXT } from '../users/open-pool';
import { foundGroup } from './found-group';
import { foundUser } from './found-user';

export const adminRemoveUserFromGroup: Operation = async (cognito, body) => {
  const { Username } = await foundUser(cognito, body);
  const { GroupName } = await foundGroup(cognito, body);
  const request = { UserPoolId: cognito.settings.poolId, Username, GroupName };
  await cognito.users.inTurn(() => AdminRemoveUserFromGroup(cognito.stock)(CONTEXT, request));
  return {};
};
