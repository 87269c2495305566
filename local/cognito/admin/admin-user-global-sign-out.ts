// AdminUserGlobalSignOut: ends every sign-in of a user.
import type { Operation } from '../cognito-context';
import { foundUser } from './found-user';

export const adminUserGlobalSignOut: Operation = async (cognito, body) => {
  const user = await foundUser(cognito, body);
  await cognito.sessions.revokeAllOf(user.Username);
  return {};
};
