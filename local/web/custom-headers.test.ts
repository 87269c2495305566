import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CustomHeadersError, headersFor, parseCustomHeaders } from './custom-headers';

const text = `# a comment
customHeaders:
  - pattern: '**'
    headers:
      - key: 'X-One'
        value: "it's one"

  - pattern: '/assets/*'
    headers:
      - key: 'x-one'
        value: 'two'
`;

it('reads patterns, keys and values', () => {
  expect(parseCustomHeaders(text)).toEqual([
    { pattern: '**', headers: [{ name: 'X-One', value: "it's one" }] },
    { pattern: '/assets/*', headers: [{ name: 'x-one', value: 'two' }] },
  ]);
});

it('lets a later rule override an earlier one, where it matches', () => {
  const rules = parseCustomHeaders(text);
  expect(headersFor(rules, '/assets/a.js').get('x-one')).toBe('two');
  expect(headersFor(rules, '/devices/a').get('x-one')).toBe("it's one");
});

it.each([
  ["      - key: X-One\n        value: 'unquoted key'", 1],
  ["customHeaders:\n  - pattern: '**'\n    headers: [a]", 3],
  ["customHeaders:\n  - pattern: '**'\n    headers:\n        value: 'no key'", 4],
])('refuses %j by its line', (wrong, line) => {
  expect(() => parseCustomHeaders(wrong)).toThrow(CustomHeadersError);
  expect(() => parseCustomHeaders(wrong)).toThrow(`line ${line}`);
});

describe("this repository's customHttp.yml", () => {
  const url = new URL('../../customHttp.yml', import.meta.url);
  const headers = headersFor(parseCustomHeaders(readFileSync(url, 'utf8')), '/');

  it('allows scripts of the app alone, and connections to Amazon alone', () => {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://*.amazonaws.com wss://*.amazonaws.com;");
    for (const directive of ["frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'", "form-action 'self'"]) {
      expect(policy).toContain(directive);
    }
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  });

  it.each(['strict-transport-security', 'x-content-type-options', 'referrer-policy', 'permissions-policy'])(
    'sets %s',
    (name) => {
      expect(headers.get(name)).toBeTruthy();
    },
  );
});
