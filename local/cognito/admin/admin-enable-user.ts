// AdminEnableUser: the user may sign in again.
import type { Operation } from '../cognito-context';
import { foundUser } from './found-user';

export const adminEnableUser: Operation = async (cognito, body) => {
  const { Username } = await foundUser(cognito, body);
  await cognito.users.change(Username, () => ({ Enabled: true }));
  return {};
};
