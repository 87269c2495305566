// Pages of a list. Thing operations call the place `nextToken`, certificate and policy operations `marker`.
import { type IotRequest, invalidRequest } from './iot-operation';

const MAXIMUM_PAGE = 250;
const DEFAULT_PAGE = 25;

interface PageNames {
  place: 'nextToken' | 'marker';
  size: 'maxResults' | 'pageSize';
  nextPlace: 'nextToken' | 'nextMarker';
}

export const THING_PAGES: PageNames = { place: 'nextToken', size: 'maxResults', nextPlace: 'nextToken' };
export const SECURITY_PAGES: PageNames = { place: 'marker', size: 'pageSize', nextPlace: 'nextMarker' };

/**
 * Returns the asked page of `items`, which must be in the order of their keys, under the name `key`. The place is the key
 * of the last item given, so that what is added or removed meanwhile shifts nothing.
 */
export function page<Item>(
  request: IotRequest,
  names: PageNames,
  key: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  view: (item: Item) => unknown,
): object {
  const size = Number(request.query.get(names.size) ?? DEFAULT_PAGE);
  if (!Number.isInteger(size) || size < 1 || size > MAXIMUM_PAGE) {
    throw invalidRequest(`${names.size} is a whole number from 1 to ${MAXIMUM_PAGE}.`);
  }
  const place = request.query.get(names.place);
  const after = place === null ? null : Buffer.from(place, 'base64url').toString('utf8');
  const rest = after === null ? items : items.filter((item) => keyOf(item) > after);
  const given = rest.slice(0, size);
  const last = given.at(-1);
  const isMore = rest.length > given.length && last !== undefined;
  return {
    [key]: given.map(view),
    ...(isMore ? { [names.nextPlace]: Buffer.from(keyOf(last)).toString('base64url') } : {}),
  };
}
