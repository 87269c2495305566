import { expect, it } from 'vitest';
import { localHeaders, originsOf } from './local-headers';

const production = new Map([
  [
    'content-security-policy',
    "default-src 'self'; script-src 'self'; connect-src 'self' https://*.amazonaws.com wss://*.amazonaws.com https://tiles.example.com; upgrade-insecure-requests",
  ],
  ['strict-transport-security', 'max-age=1'],
  ['x-content-type-options', 'nosniff'],
]);

it('exchanges Amazon’s hosts for the local ones and drops what needs https', () => {
  const headers = localHeaders(production, originsOf('http://127.0.0.1:4701/'), 'built');
  expect(Object.fromEntries(headers)).toEqual({
    'content-security-policy':
      "default-src 'self'; script-src 'self'; connect-src 'self' https://tiles.example.com http://127.0.0.1:4701 ws://127.0.0.1:4701",
    'x-content-type-options': 'nosniff',
  });
});

it('allows inline scripts for Vite only', () => {
  expect(localHeaders(production, [], 'vite').get('content-security-policy')).toContain(
    "script-src 'self' 'unsafe-inline'",
  );
});

it('takes no look-alike for Amazon', () => {
  const policy = new Map([['content-security-policy', 'connect-src https://*.amazonaws.com.example.com']]);
  expect(localHeaders(policy, ['http://a'], 'built').get('content-security-policy')).toBe(
    'connect-src https://*.amazonaws.com.example.com http://a',
  );
});
