// `util.transform.toSubscriptionFilter`: from `{ field: { operator: value }, and, or }` to groups of conditions.
import { AppSyncError } from '../../appsync-error';
import {
  type FilterCondition,
  readSubscriptionFilter,
  type SubscriptionFilter,
} from '../../realtime/subscription-filter';

type Conjunction = { fieldName: string; operator: string; value: unknown }[];

/** A client's nested `and` of `or` multiplies; beyond this many groups the filter is refused. */
const MAX_GROUPS = 64;

/** Returns the filter for a client's filter object. Throws AppSyncError for one that cannot be expressed. */
export function toSubscriptionFilter(filter: unknown): SubscriptionFilter {
  const groups = alternatives(filter);
  // An alternative without conditions holds for every message.
  if (groups.some((conditions) => conditions.length === 0)) return { filterGroup: [] };
  return readSubscriptionFilter({ filterGroup: groups.map((filters) => ({ filters: filters as FilterCondition[] })) });
}

/** The disjunctive normal form: any of the conjunctions holds. */
function alternatives(node: unknown): Conjunction[] {
  if (typeof node !== 'object' || node === null) return [[]];
  let all: Conjunction[] = [[]];
  for (const [key, given] of Object.entries(node)) {
    if (given === null || given === undefined) continue;
    if (key === 'or') {
      const either = list(given).flatMap(alternatives);
      if (either.length > 0) all = product(all, either);
    } else if (key === 'and') {
      for (const part of list(given)) all = product(all, alternatives(part));
    } else {
      all = product(all, [conditionsOn(key, given)]);
    }
  }
  return all;
}

function conditionsOn(fieldName: string, given: unknown): Conjunction {
  return Object.entries(given as object)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([operator, value]) => ({ fieldName, operator, value }));
}

function product(left: Conjunction[], right: Conjunction[]): Conjunction[] {
  if (left.length * right.length > MAX_GROUPS)
    throw new AppSyncError(`The subscription filter has more than ${MAX_GROUPS} groups.`, 'InvalidSubscriptionFilter');
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
