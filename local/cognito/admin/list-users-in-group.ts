// ListUsersInGroup: a group's members, page by page.
import { userToResponseObject } from 'cognito-local/lib/targets/responses.js';
import type { Operation } from '../cognito-context';
import { foundGroup } from './found-group';
import { pageOf } from './page-of';

export const listUsersInGroup: Operation = async (cognito, body) => {
  const group = await foundGroup(cognito, body);
  const members = (await cognito.users.list()).filter((user) => group.members?.includes(user.Username));
  const page = pageOf(members, (user) => user.Username, body.count('Limit', 60, 60), body.optionalText('NextToken'));
  return { Users: page.items.map(userToResponseObject), NextToken: page.nextToken };
};
