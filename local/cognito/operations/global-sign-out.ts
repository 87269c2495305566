// GlobalSignOut: signing out on every device.
import type { Operation } from '../cognito-context';
import { signedInUser } from './signed-in-user';

export const globalSignOut: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  await cognito.sessions.revokeAllOf(user.Username);
  return {};
};
