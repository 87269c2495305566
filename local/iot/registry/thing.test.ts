// Names and attributes of things.
import { expect, test } from 'vitest';
import { parseAttributes, thingNameProblem } from './thing';

test('thing names: documented characters, 1 to 128', () => {
  for (const good of ['a', 'pump-1', 'A:b_c-9', 'x'.repeat(128), '__proto__'])
    expect(thingNameProblem(good)).toBeNull();
  for (const bad of ['', 'a/b', 'a b', 'a+', '#', 'ü', 'x'.repeat(129), 'a\n'])
    expect(thingNameProblem(bad)).not.toBeNull();
});

test('attributes merge, an empty value removes, __proto__ is an attribute like any other', () => {
  const given = JSON.parse('{"site":"","floor":"3","__proto__":"x"}');

  const parsed = parseAttributes(given, { site: 'roof', type: 'pump' });

  if (!parsed.ok) throw new Error(parsed.problem);
  expect(Object.entries(parsed.attributes)).toEqual([
    ['type', 'pump'],
    ['floor', '3'],
    ['__proto__', 'x'],
  ]);
  expect(Object.getPrototypeOf(parsed.attributes)).toBe(Object.prototype);
});

test.each([
  ['no object', ['a']],
  ['a value that is no text', { a: 1 }],
  ['a value with a blank', { a: 'b c' }],
  ['a value that is too long', { a: 'x'.repeat(801) }],
  ['a name with a blank', { 'a b': 'c' }],
  ['four of them', { a: '1', b: '2', c: '3', d: '4' }],
])('attributes with %s are refused', (_what, given) => {
  expect(parseAttributes(given)).toMatchObject({ ok: false });
});
