// AdminDisableUser: the user can no longer sign in, and every sign-in of theirs is revoked.
import type { Operation } from '../cognito-context';
import { foundUser } from './found-user';

export const adminDisableUser: Operation = async (cognito, body) => {
  const { Username } = await foundUser(cognito, body);
  await cognito.users.change(Username, () => ({ Enabled: false }));
  await cognito.sessions.revokeAllOf(Username);
  return {};
};
