// AdminGetUser: one user's record.
import { AdminGetUser } from 'cognito-local/lib/targets/adminGetUser.js';
import type { Operation } from '../cognito-context';
import { CONTEXT } from '../users/open-pool';
import { foundUser } from './found-user';

export const adminGetUser: Operation = async (cognito, body) => {
  const user = await foundUser(cognito, body);
  return AdminGetUser(cognito.stock)(CONTEXT, { UserPoolId: cognito.settings.poolId, Username: user.Username });
};
