import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FilterOperator, passesFilter, readSubscriptionFilter } from '../../realtime/subscription-filter';
import { toSubscriptionFilter } from './to-subscription-filter';

interface FilterTree {
  and?: FilterTree[];
  or?: FilterTree[];
  a?: Record<string, number>;
  b?: Record<string, number>;
}

/** What the filter object says, read directly. */
function means(tree: FilterTree, message: object): boolean {
  const { and = [], or = [], ...fields } = tree;
  const conditions = Object.entries(fields).flatMap(([fieldName, asked]) =>
    Object.entries(asked ?? {}).map(([operator, value]) => {
      const filters = [{ fieldName, operator: operator as FilterOperator, value }];
      return passesFilter(readSubscriptionFilter({ filterGroup: [{ filters }] }), message);
    }),
  );
  const either = or.length === 0 || or.some((part) => means(part, message));
  return either && and.every((part) => means(part, message)) && conditions.every(Boolean);
}

const condition = fc.dictionary(fc.constantFrom('eq', 'ne', 'lt', 'ge'), fc.integer({ min: 0, max: 3 }), {
  maxKeys: 2,
});
const { tree } = fc.letrec<{ tree: FilterTree }>((tie) => ({
  tree: fc.record(
    {
      a: condition,
      b: condition,
      and: fc.array(tie('tree'), { maxLength: 2 }),
      or: fc.array(tie('tree'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<FilterTree>,
}));

test('the groups say what the nested filter says', () => {
  const message = fc.record({ a: fc.integer({ min: 0, max: 3 }), b: fc.integer({ min: 0, max: 3 }) });
  fc.assert(
    fc.property(tree, message, (filter, given) => {
      let groups: ReturnType<typeof toSubscriptionFilter>;
      try {
        groups = toSubscriptionFilter(filter);
      } catch {
        return;
      }
      expect(passesFilter(groups, given)).toBe(means(filter, given));
    }),
    { numRuns: 500 },
  );
});

test('null asks for nothing', () => {
  expect(toSubscriptionFilter({ a: null, and: null, b: { eq: null } })).toEqual({ filterGroup: [] });
  expect(toSubscriptionFilter(null)).toEqual({ filterGroup: [] });
});

test('a filter that would grow without bound is refused', () => {
  const either = { or: [{ a: { eq: 1 } }, { b: { eq: 2 } }, { a: { eq: 3 } }] };
  expect(() => toSubscriptionFilter({ and: [either, either, either, either] })).toThrow('more than 64 groups');
});
