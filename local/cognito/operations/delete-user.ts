// DeleteUser: a signed-in user removes their own account.
import { DeleteUser } from 'cognito-local/lib/targets/deleteUser.js';
import type { Operation } from '../cognito-context';
import { CONTEXT } from '../users/open-pool';
import { signedInUser } from './signed-in-user';

export const deleteUser: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  // cognito-local reads the token without verifying it, which has just been done.
  const AccessToken = body.text('AccessToken', 131_072);
  await cognito.users.inTurn(() => DeleteUser(cognito.stock)(CONTEXT, { AccessToken }));
  await cognito.sessions.revokeAllOf(user.Username);
  return {};
};
