// Pages of a list that grows at its end. A token names the last key of the page before, so that what was listed stays
// listed when the list changes in between.
import { invalidParameter } from '../request-body';

export interface Page<T> {
  items: T[];
  /** Undefined on the last page. */
  nextToken: string | undefined;
}

/**
 * The next `limit` items after the token's. Throws InvalidParameterException for a token that is no token of this list,
 * or whose item is gone.
 */
export function pageOf<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
  limit: number,
  token: string | undefined,
): Page<T> {
  const after = token === undefined ? undefined : Buffer.from(token, 'base64url').toString();
  const start = after === undefined ? 0 : list.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && start === 0) throw invalidParameter('Invalid pagination token provided.');
  const items = list.slice(start, start + limit);
  const last = items.at(-1);
  const more = last !== undefined && start + limit < list.length;
  return { items, nextToken: more ? Buffer.from(keyOf(last)).toString('base64url') : undefined };
}
