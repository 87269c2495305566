// `$util` and `$extensions` for mapping templates: what the synthesized templates call, by dotted name.
import { randomUUID } from 'node:crypto';
import { AppSyncError, notAuthorized } from '../../appsync-error';
import { readSubscriptionFilter } from '../../realtime/subscription-filter';
import type { Invocation, ResolverContext } from '../resolver-context';
import { toAttributeMap, toAttributeValue } from '../util/attribute-values';
import { toDynamoDbExpression } from '../util/dynamodb-expression';
import { toSubscriptionFilter } from '../util/to-subscription-filter';
import type { TemplateFunction } from './evaluate-template';
import { toJson } from './value-methods';
import { fromVtl, isEqual, print, toVtl, type VtlValue } from './vtl-value';

/** What a function can reach. */
export interface FunctionSite {
  context: ResolverContext;
  invocation: Invocation;
}

type SitedFunction = (site: FunctionSite, ...given: VtlValue[]) => VtlValue;

const isNullOrEmpty = (value: VtlValue = null): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (value instanceof Map && value.size === 0);
const isBlank = (value: VtlValue = null): boolean =>
  value === null || (typeof value === 'string' && value.trim() === '');
const textOrNull = (value: VtlValue = null): string | null => (value === null ? null : print(value));
const keysOf = (value: VtlValue = null): VtlValue[] => (Array.isArray(value) ? value : []);
const expressionJson = (filter: VtlValue = null): string => JSON.stringify(toDynamoDbExpression(fromVtl(filter)));

/** A map with those entries of which the key passes. */
const keep = (value: VtlValue = null, passes: (key: string) => boolean): VtlValue =>
  new Map(value instanceof Map ? [...value].filter(([key]) => passes(key)) : []);
const holds = (list: VtlValue = null, value: VtlValue): boolean => keysOf(list).some((item) => isEqual(item, value));

const FUNCTIONS: ReadonlyMap<string, SitedFunction> = new Map<string, SitedFunction>([
  ['util.qr', () => ''],
  ['util.quiet', () => ''],
  ['util.authType', ({ invocation }) => invocation.scope.caller.authType],
  ['util.autoId', () => randomUUID()],
  [
    'util.error',
    (_, message = null, type = null, data = null, info = null) => {
      throw new AppSyncError(print(message), textOrNull(type), fromVtl(data), fromVtl(info));
    },
  ],
  [
    'util.appendError',
    ({ invocation }, message = null, type = null, data = null, info = null) => {
      const error = new AppSyncError(print(message), textOrNull(type), fromVtl(data), fromVtl(info));
      invocation.scope.appended.push({ error, path: invocation.path });
      return '';
    },
  ],
  [
    'util.unauthorized',
    ({ context }) => {
      throw notAuthorized(context.info.fieldName, context.info.parentTypeName);
    },
  ],
  ['util.toJson', (_, value = null) => toJson(value)],
  ['util.parseJson', (_, text = null) => parsedJson(text)],
  ['util.isNull', (_, value = null) => value === null],
  ['util.isNullOrEmpty', (_, value) => isNullOrEmpty(value)],
  ['util.isNullOrBlank', (_, value) => isBlank(value)],
  ['util.defaultIfNull', (_, value = null, other = null) => value ?? other],
  ['util.defaultIfNullOrEmpty', (_, value = null, other = null) => (isNullOrEmpty(value) ? other : value)],
  ['util.defaultIfNullOrBlank', (_, value = null, other = null) => (isBlank(value) ? other : value)],
  ['util.time.nowISO8601', ({ invocation }) => new Date(invocation.clock.now()).toISOString()],
  ['util.time.nowEpochSeconds', ({ invocation }) => Math.floor(invocation.clock.now() / 1000)],
  ['util.time.nowEpochMilliSeconds', ({ invocation }) => invocation.clock.now()],
  ['util.list.copyAndRetainAll', (_, list, others) => keysOf(list).filter((item) => holds(others, item))],
  ['util.list.copyAndRemoveAll', (_, list, others) => keysOf(list).filter((item) => !holds(others, item))],
  ['util.map.copyAndRetainAllKeys', (_, map, keys) => keep(map, (key) => holds(keys, key))],
  ['util.map.copyAndRemoveAllKeys', (_, map, keys) => keep(map, (key) => !holds(keys, key))],
  ['util.dynamodb.toDynamoDB', (_, value = null) => toVtl(toAttributeValue(fromVtl(value)))],
  ['util.dynamodb.toDynamoDBJson', (_, value = null) => JSON.stringify(toAttributeValue(fromVtl(value)))],
  ['util.dynamodb.toMapValues', (_, value = null) => toVtl(toAttributeMap(fromVtl(value)))],
  ['util.dynamodb.toMapValuesJson', (_, value = null) => JSON.stringify(toAttributeMap(fromVtl(value)))],
  ['util.transform.toDynamoDBFilterExpression', (_, filter) => expressionJson(filter)],
  ['util.transform.toDynamoDBConditionExpression', (_, filter) => expressionJson(filter)],
  ['util.transform.toSubscriptionFilter', (_, filter = null) => toVtl(toSubscriptionFilter(fromVtl(filter)))],
  [
    'extensions.setSubscriptionFilter',
    ({ invocation }, filter = null) => {
      invocation.scope.filter = filter === null ? null : readSubscriptionFilter(fromVtl(filter));
      return '';
    },
  ],
]);

/** True for a function that templates may call. */
export const isKnownFunction = (name: string): boolean => FUNCTIONS.has(name);

/** Returns the functions at one place of one run. */
export function functionsAt(site: FunctionSite): (name: string) => TemplateFunction {
  return (name) => (given) => FUNCTIONS.get(name)?.(site, ...given) ?? null;
}

function parsedJson(text: VtlValue): VtlValue {
  try {
    return toVtl(JSON.parse(textOrNull(text) ?? 'null'));
  } catch {
    throw new AppSyncError('Unable to parse the text as JSON.', 'MappingTemplate');
  }
}
