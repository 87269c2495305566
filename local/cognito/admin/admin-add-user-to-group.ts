// AdminAddUserToGroup: adds a user to a group; the user's next refresh carries it.
import { AdminAddUserToGroup } from 'cognito-local/lib/targets/adminAddUserToGroup.js';
import type { Operation } from '../cognito-context';
import { CONTEXT } from '../users/open-pool';
import { foundGroup } from './found-group';
import { foundUser } from './found-user';

export const adminAddUserToGroup: Operation = async (cognito, body) => {
  const { Username } = await foundUser(cognito, body);
  const { GroupName } = await foundGroup(cognito, body);
  const request = { UserPoolId: cognito.settings.poolId, Username, GroupName };
  await cognito.users.inTurn(() => AdminAddUserToGroup(cognito.stock)(CONTEXT, request));
  return {};
};
