// Enhanced subscription filters: their shape, and whether a message passes one (AppSync developer guide, "Defining enhanced
// subscriptions filters").
import { AppSyncError } from '../appsync-error';

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'le',
  'lt',
  'ge',
  'gt',
  'contains',
  'notContains',
  'beginsWith',
  'in',
  'notIn',
  'between',
  'containsAny',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** One condition. `fieldName` may reach into objects with dots. */
export interface FilterCondition {
  fieldName: string;
  operator: FilterOperator;
  value: unknown;
}

/** Any group must hold; all conditions of a group must. Without groups everything passes. */
export interface SubscriptionFilter {
  filterGroup: { filters: FilterCondition[] }[];
}

/** The lists that AppSync takes: at most 5 values for `in` and `notIn`, 20 for `containsAny`, exactly 2 for `between`. */
const LIST_LENGTHS: Partial<Record<FilterOperator, readonly [least: number, most: number]>> = {
  in: [1, 5],
  notIn: [1, 5],
  containsAny: [1, 20],
  between: [2, 2],
};

/** Returns `candidate` as a filter, or throws AppSyncError when it is not one. */
export function readSubscriptionFilter(candidate: unknown): SubscriptionFilter {
  const groups = (candidate as { filterGroup?: unknown } | null)?.filterGroup;
  if (!Array.isArray(groups)) throw invalid('it has no filterGroup');
  return {
    filterGroup: groups.map((group: { filters?: unknown } | null) => {
      if (!Array.isArray(group?.filters)) throw invalid('a group has no filters');
      return { filters: group.filters.map(readCondition) };
    }),
  };
}

function readCondition(candidate: Partial<FilterCondition> | null): FilterCondition {
  const { fieldName, operator, value } = candidate ?? {};
  if (typeof fieldName !== 'string' || fieldName.length > 256 || fieldName.split('.').length > 5)
    throw invalid('a field name is no path of up to 5 names');
  if (!FILTER_OPERATORS.some((known) => known === operator)) throw invalid(`${String(operator)} is no operator`);
  const known = operator as FilterOperator;
  const lengths = LIST_LENGTHS[known];
  const fits = lengths
    ? Array.isArray(value) && value.length >= lengths[0] && value.length <= lengths[1] && value.every(isScalar)
    : isScalar(value);
  if (!fits) throw invalid(`the value of ${fieldName} does not fit ${known}`);
  return { fieldName, operator: known, value };
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const invalid = (why: string): AppSyncError =>
  new AppSyncError(`Invalid subscription filter: ${why}.`, 'InvalidSubscriptionFilter');

/**
 * True when `message` passes. A field that the message does not carry fails every condition that asks for something, and
 * passes those that rule something out (`ne`, `notIn`, `notContains`). Values of different types are never in order.
 */
export function passesFilter(filter: SubscriptionFilter, message: unknown): boolean {
  if (filter.filterGroup.length === 0) return true;
  return filter.filterGroup.some(({ filters }) => filters.every((condition) => holds(condition, message)));
}

function holds({ fieldName, operator, value }: FilterCondition, message: unknown): boolean {
  const actual = valueAt(message, fieldName);
  switch (operator) {
    case 'eq':
      return actual === value;
    case 'ne':
      return actual !== value;
    case 'lt':
      return order(actual, value) < 0;
    case 'le':
      return order(actual, value) <= 0;
    case 'gt':
      return order(actual, value) > 0;
    case 'ge':
      return order(actual, value) >= 0;
    case 'between': {
      const [low, high] = value as [unknown, unknown];
      return order(actual, low) >= 0 && order(actual, high) <= 0;
    }
    case 'beginsWith':
      return typeof actual === 'string' && typeof value === 'string' && actual.startsWith(value);
    case 'contains':
      return contains(actual, value);
    case 'notContains':
      return !contains(actual, value);
    case 'containsAny':
      return (value as unknown[]).some((one) => contains(actual, one));
    case 'in':
      return (value as unknown[]).includes(actual);
    case 'notIn':
      return !(value as unknown[]).includes(actual);
  }
}

function valueAt(message: unknown, path: string): unknown {
  let value = message;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function contains(actual: unknown, value: unknown): boolean {
  if (Array.isArray(actual)) return actual.includes(value);
  return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
}

/** Negative, zero or positive for two texts or two numbers; NaN, which every comparison denies, for anything else. */
function order(actual: unknown, value: unknown): number {
  if (typeof actual === 'number' && typeof value === 'number') return actual - value;
  if (typeof actual !== 'string' || typeof value !== 'string') return Number.NaN;
  return actual < value ? -1 : actual > value ? 1 : 0;
}
