// Patterns against a reference, and against clients that choose their names to be patterns.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillPattern, parsePattern } from './resource-pattern';

const clientId = '$' + '{iot:ClientId}';
const matches = (source: string, value: string, variables: Record<string, string> = {}) =>
  fillPattern(parsePattern(source), (name) => variables[name])?.matches(value) ?? null;

test.each([
  ['topic/a', 'topic/a', true],
  ['topic/a', 'topic/ab', false],
  ['topic/*', 'topic/a/b/c', true],
  ['topic/*', 'topic', false],
  ['*/b', 'a/a/b', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['+/#', '+/#', true],
  ['+/#', 'a/b', false],
  ['$' + '{*}', '*', true],
  ['$' + '{*}', 'anything', false],
  ['$' + '{$}x', '$x', true],
  ['', '', true],
  ['**', '', true],
])('%j on %j is %j', (source, value, expected) => {
  expect(matches(source, value)).toBe(expected);
});

test('a variable without a value makes the pattern void', () => {
  expect(matches(`topic/${clientId}`, 'topic/undefined')).toBeNull();
});

test('a value is literal text, whatever a client calls itself', () => {
  for (const name of ['*', '?', '**', clientId, '.*', '[a-z]', '$&']) {
    expect(matches(`topic/${clientId}/x`, 'topic/other/x', { 'iot:ClientId': name })).toBe(false);
    expect(matches(`topic/${clientId}/x`, `topic/${name}/x`, { 'iot:ClientId': name })).toBe(true);
  }
});

test('agrees with a regular expression on every short text', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 8 });
  const value = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 });
  fc.assert(
    fc.property(short, value, (source, text) => {
      const reference = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
      expect(matches(source, text)).toBe(reference.test(text));
    }),
    { numRuns: 2_000 },
  );
});

test('a hostile topic costs no more than its length times the pattern', () => {
  const startedAt = performance.now();

  expect(matches(`${'*a'.repeat(60)}*b`, 'a'.repeat(20_000))).toBe(false);

  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
