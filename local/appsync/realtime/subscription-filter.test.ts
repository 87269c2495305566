import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FILTER_OPERATORS, type FilterOperator, passesFilter, readSubscriptionFilter } from './subscription-filter';

const MESSAGE = { name: 'boiler', level: 5, on: true, none: null, tags: ['a', 'b'], at: { site: { id: 'n' } } };

const passes = (fieldName: string, operator: FilterOperator, value: unknown, message: unknown = MESSAGE): boolean =>
  passesFilter(readSubscriptionFilter({ filterGroup: [{ filters: [{ fieldName, operator, value }] }] }), message);

describe('a condition', () => {
  test.each<[FilterOperator, string, unknown, boolean]>([
    ['eq', 'name', 'boiler', true],
    ['eq', 'level', '5', false],
    ['eq', 'on', true, true],
    ['eq', 'at.site.id', 'n', true],
    ['ne', 'level', 5, false],
    ['ne', 'absent', 'x', true],
    ['lt', 'level', 6, true],
    ['lt', 'level', 5, false],
    ['lt', 'level', '6', false],
    ['le', 'level', 5, true],
    ['gt', 'name', 'boil', true],
    ['gt', 'none', 0, false],
    ['ge', 'level', 5, true],
    ['ge', 'absent', 0, false],
    ['between', 'level', [5, 7], true],
    ['between', 'level', [6, 7], false],
    ['between', 'level', ['1', '9'], false],
    ['beginsWith', 'name', 'boil', true],
    ['beginsWith', 'level', '5', false],
    ['contains', 'name', 'oil', true],
    ['contains', 'tags', 'b', true],
    ['contains', 'tags', 'c', false],
    ['notContains', 'tags', 'c', true],
    ['notContains', 'absent', 'c', true],
    ['containsAny', 'tags', ['x', 'b'], true],
    ['containsAny', 'tags', ['x'], false],
    ['in', 'level', [4, 5], true],
    ['in', 'absent', ['x'], false],
    ['notIn', 'level', [4, 5], false],
    ['notIn', 'none', ['x'], true],
  ])('%s on %s with %j is %s', (operator, field, value, expected) => {
    expect(passes(field, operator, value)).toBe(expected);
  });

  test('never reaches into a prototype', () => {
    expect(passes('constructor.name', 'eq', 'Object')).toBe(false);
    expect(passes('__proto__', 'ne', 'x', Object.create({ inherited: 'x' }))).toBe(true);
    expect(passes('inherited', 'eq', 'x', Object.create({ inherited: 'x' }))).toBe(false);
  });
});

const scalar = fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: -3, max: 3 }));
const message = fc.record({ a: fc.option(scalar) }, { requiredKeys: [] });

describe('for every message', () => {
  test('an operator and its opposite never agree', () => {
    fc.assert(
      fc.property(message, scalar, fc.array(scalar, { minLength: 1, maxLength: 5 }), (given, one, several) => {
        expect(passes('a', 'ne', one, given)).toBe(!passes('a', 'eq', one, given));
        expect(passes('a', 'notIn', several, given)).toBe(!passes('a', 'in', several, given));
        expect(passes('a', 'notContains', one, given)).toBe(!passes('a', 'contains', one, given));
      }),
    );
  });

  test('between is ge and le, in is eq of any, and the four orders agree', () => {
    fc.assert(
      fc.property(message, scalar, scalar, (given, low, high) => {
        const [ge, le] = [passes('a', 'ge', low, given), passes('a', 'le', high, given)];
        expect(passes('a', 'between', [low, high], given)).toBe(ge && le);
        expect(passes('a', 'in', [low, high], given)).toBe(
          passes('a', 'eq', low, given) || passes('a', 'eq', high, given),
        );
        const isComparable = typeof given.a === typeof low;
        expect(passes('a', 'lt', low, given)).toBe(isComparable && !ge);
        expect(passes('a', 'gt', low, given)).toBe(isComparable && !passes('a', 'le', low, given));
      }),
    );
  });
});

test('every operator that AppSync documents is there, and lists have its limits', () => {
  const DOCUMENTED = 'eq ne le lt ge gt contains notContains beginsWith in notIn between containsAny'.split(' ');
  expect([...FILTER_OPERATORS].sort()).toEqual(DOCUMENTED.sort());
  const list = (length: number) => Array.from({ length }, (_, i) => i);
  const taken = (operator: FilterOperator, length: number) => {
    try {
      return passes('level', operator, list(length)) !== undefined;
    } catch {
      return false;
    }
  };
  const limits = FILTER_OPERATORS.map((one) => [one, list(25).filter((length) => taken(one, length))] as const);
  expect(limits.filter(([, lengths]) => lengths.length > 0)).toEqual([
    ['in', [1, 2, 3, 4, 5]],
    ['notIn', [1, 2, 3, 4, 5]],
    ['between', [2]],
    ['containsAny', list(21).slice(1)],
  ]);
});

test('groups are alternatives, conditions of a group are not, and no group lets everything pass', () => {
  const [yes, no] = [
    { fieldName: 'level', operator: 'eq', value: 5 },
    { fieldName: 'level', operator: 'eq', value: 6 },
  ];
  const result = (...groups: object[][]) =>
    passesFilter(readSubscriptionFilter({ filterGroup: groups.map((filters) => ({ filters })) }), MESSAGE);
  expect(result()).toBe(true);
  expect(result([yes, no])).toBe(false);
  expect(result([no], [yes])).toBe(true);
});

test.each([
  ['nothing', null],
  ['no groups', {}],
  ['a group without filters', { filterGroup: [{}] }],
  ['an unknown operator', { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'like', value: 'x' }] }] }],
  [
    'six values for in',
    { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'in', value: [1, 2, 3, 4, 5, 6] }] }] },
  ],
  ['one bound for between', { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'between', value: [1] }] }] }],
  ['an object as value', { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'eq', value: {} }] }] }],
  ['a path of six names', { filterGroup: [{ filters: [{ fieldName: 'a.b.c.d.e.f', operator: 'eq', value: 1 }] }] }],
])('%s is no filter', (_, candidate) => {
  expect(() => readSubscriptionFilter(candidate)).toThrow('Invalid subscription filter');
});
