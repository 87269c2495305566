// DeleteUserAttributes: a signed-in user removes optional attributes of their own.
import type { Operation } from '../cognito-context';
import { invalidParameter } from '../request-body';
import { signedInUser } from './signed-in-user';

/** The address is the sign-in name; the rest is Cognito's own. */
const NOT_REMOVABLE = new Set<unknown>(['sub', 'email', 'email_verified']);

export const deleteUserAttributes: Operation = async (cognito, body) => {
  const user = await signedInUser(cognito, body);
  const names: unknown = body.raw.UserAttributeNames;
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string' || NOT_REMOVABLE.has(name))) {
    throw invalidParameter('UserAttributeNames holds a name that cannot be removed.');
  }
  await cognito.users.change(user.Username, (newest) => ({
    Attributes: newest.Attributes.filter(({ Name }) => !names.includes(Name)),
  }));
  return {};
};
