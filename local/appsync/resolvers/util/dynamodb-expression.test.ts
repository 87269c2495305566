import { describe, expect, test } from 'vitest';
import { fromAttributeValue, toAttributeMap, toAttributeValue } from './attribute-values';
import { toDynamoDbExpression } from './dynamodb-expression';

describe('an expression', () => {
  test.each<[string, object, string]>([
    ['a comparison', { a: { eq: 1 } }, '(#a = :eq_0)'],
    ['two operators', { a: { ge: 1, lt: 5 } }, '(#a >= :ge_0) AND (#a < :lt_1)'],
    [
      'functions',
      { a: { contains: 'x' }, b: { beginsWith: 'y' } },
      '(contains(#a, :contains_0)) AND (begins_with(#b, :beginsWith_1))',
    ],
    ['a negation of a function', { a: { notContains: 'x' } }, '(NOT contains(#a, :notContains_0))'],
    ['a range', { a: { between: [1, 2] } }, '(#a BETWEEN :between_0 AND :between_1)'],
    ['a list', { a: { in: ['x', 'y'] } }, '(#a IN (:in_0, :in_1))'],
    [
      'existence',
      { a: { attributeExists: true }, b: { attributeExists: false } },
      '(attribute_exists(#a)) AND (attribute_not_exists(#b))',
    ],
    ['a size', { a: { size: { gt: 2 } } }, '(size(#a) > :gt_0)'],
    ['alternatives', { or: [{ a: { eq: 1 } }, { b: { eq: 2 } }] }, '((#a = :eq_0) OR (#b = :eq_1))'],
    ['one alternative, without a second pair of brackets', { or: [{ a: { eq: 1 } }] }, '(#a = :eq_0)'],
    ['a negation', { not: { a: { eq: 1 } } }, '(NOT (#a = :eq_0))'],
    [
      'nesting',
      { and: [{ a: { eq: 1 } }, { or: [{ b: { eq: 2 } }, { c: { eq: 3 } }] }] },
      '((#a = :eq_0) AND ((#b = :eq_1) OR (#c = :eq_2)))',
    ],
    ['nothing', { a: null, and: [], or: null, not: {}, b: { eq: null } }, ''],
  ])('of %s', (_, filter, expression) => {
    expect(toDynamoDbExpression(filter).expression).toBe(expression);
  });

  test('carries names and typed values', () => {
    expect(toDynamoDbExpression({ 'a-b': { eq: 'x' }, type: { attributeType: '_null' } })).toEqual({
      expression: '(#field_0 = :eq_1) AND (attribute_type(#type, :attributeType_2))',
      expressionNames: { '#field_0': 'a-b', '#type': 'type' },
      expressionValues: { ':eq_1': { S: 'x' }, ':attributeType_2': { S: 'NULL' } },
    });
  });

  test('has no unknown operators', () => {
    expect(() => toDynamoDbExpression({ a: { like: 'x' } })).toThrow('Unknown operator like on a');
  });
});

test('values keep their types both ways, hostile keys included', () => {
  const value = JSON.parse('{"s":"","n":1.5,"b":false,"z":null,"l":[1,["x"]],"m":{"__proto__":{"polluted":1}}}');
  const typed = toAttributeMap(value);
  expect(typed).toMatchObject({ s: { S: '' }, n: { N: '1.5' }, b: { BOOL: false }, z: { NULL: true } });
  expect(JSON.stringify(fromAttributeValue({ M: typed }))).toBe(JSON.stringify(value));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(fromAttributeValue({ NS: ['1', '2'] })).toEqual([1, 2]);
  expect(fromAttributeValue({ B: 'aGk=' })).toBe('aGk=');
  expect(toAttributeValue(undefined)).toEqual({ NULL: true });
});
