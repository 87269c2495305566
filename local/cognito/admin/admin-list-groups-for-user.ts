// AdminListGroupsForUser: the groups that a user is in.
import { groupToResponseObject } from 'cognito-local/lib/targets/responses.js';
import type { Operation } from '../cognito-context';
import { CONTEXT } from '../users/open-pool';
import { foundUser } from './found-user';
import { pageOf } from './page-of';

export const adminListGroupsForUser: Operation = async (cognito, body) => {
  const user = await foundUser(cognito, body);
  const groups = (await cognito.stock.pool.listGroups(CONTEXT))
    .filter((group) => group.members?.includes(user.Username))
    .sort((a, b) => (a.GroupName < b.GroupName ? -1 : 1));
  const page = pageOf(groups, (group) => group.GroupName, body.count('Limit', 60, 60), body.optionalText('NextToken'));
  return { Groups: page.items.map(groupToResponseObject(cognito.settings.poolId)), NextToken: page.nextToken };
};
