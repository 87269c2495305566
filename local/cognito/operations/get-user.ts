// GetUser: a signed-in user's own record.
import type { Operation } from '../cognito-context';
import { signedInUser } from './signed-in-user';

export const getUser: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  return { Username: user.Username, UserAttributes: user.Attributes };
};
