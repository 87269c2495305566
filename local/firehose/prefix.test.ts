import { expect, it } from 'vitest';
import { compilePrefix, PrefixError } from './prefix';

const AT = Date.parse('2026-03-04T05:06:07.890Z');
const ERRORS = 'errors/!{firehose:error-output-type}/';

it.each([
  ['', '2026/03/04/05/'],
  ['raw', 'raw2026/03/04/05/'],
  ['raw/', 'raw/2026/03/04/05/'],
  ["raw/!{timestamp:'year='yyyy/MM-dd}/h=!{timestamp:HH}/", 'raw/year=2026/03-04/h=05/'],
  ["!{timestamp:HH:mm:ss''}/", "05:06:07'/"],
])('%j is %j', (prefix, expected) => {
  expect(compilePrefix(prefix, ERRORS)(AT)).toBe(expected);
});

it('draws a random text of its own at each place', () => {
  const prefix = compilePrefix('!{firehose:random-string}/!{firehose:random-string}/', ERRORS);
  const [one, two] = prefix(AT).split('/');
  expect(one).toMatch(/^\w{11}$/);
  expect(two).not.toBe(one);
});

it.each([
  ['!{timestamp:YYYY}/', ERRORS, '"YYYY"'],
  ["!{timestamp:yyyy'}/", ERRORS, '"\'"'],
  ['!{partitionKeyFromQuery:a}/', ERRORS, '!{partitionKeyFromQuery:a}'],
  ['!{firehose:other}/', ERRORS, '!{firehose:other}'],
  [ERRORS, ERRORS, 'error-output-type'],
  ['!{timestamp:yyyy}/', undefined, 'needs an ErrorOutputPrefix'],
  ['', '!{timestamp:yyyy}/', 'must name !{firehose:error-output-type}'],
])('refuses %j with %j', (prefix, errorPrefix, problem) => {
  expect(() => compilePrefix(prefix, errorPrefix)).toThrow(PrefixError);
  expect(() => compilePrefix(prefix, errorPrefix)).toThrow(problem);
});
