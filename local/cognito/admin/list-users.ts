// ListUsers: everybody in the pool, page by page, with cognito-local's filters.
import { userToResponseObject } from 'cognito-local/lib/targets/responses.js';
import type { Operation } from '../cognito-context';
import { foundPool } from './found-user';
import { pageOf } from './page-of';

export const listUsers: Operation = async (cognito, body) => {
  foundPool(cognito, body);
  const users = await cognito.users.list(body.optionalText('Filter', 256));
  const limit = body.count('Limit', 60, 60);
  const page = pageOf(users, (user) => user.Username, limit, body.optionalText('PaginationToken'));
  return { Users: page.items.map(userToResponseObject), PaginationToken: page.nextToken };
};
