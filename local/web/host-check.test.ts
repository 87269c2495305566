import { expect, it } from 'vitest';
import { isLoopback, knownHost } from './host-check';

it.each([
  ['127.0.0.1:4700', '127.0.0.1'],
  ['localhost', 'localhost'],
  ['LOCALHOST:4700', 'localhost'],
  ['[::1]:4700', '[::1]'],
  ['192.168.1.7:4700', '192.168.1.7'],
])('knows %s as %s', (header, host) => {
  expect(knownHost(header, ['192.168.1.7'])).toBe(host);
});

it.each([
  undefined,
  '',
  'evil.example.com',
  '127.0.0.1.evil.example.com',
  'localhost@evil.example.com',
  '127.0.0.1:4700:80',
  '192.168.1.8',
])('does not answer to %s', (header) => {
  expect(knownHost(header, ['192.168.1.7'])).toBeNull();
});

it('knows connections from this computer', () => {
  expect(['127.0.0.1', '::ffff:127.0.0.1', '::1'].map(isLoopback)).toEqual([true, true, true]);
  expect(['192.168.1.7', '::ffff:10.0.0.1', undefined].map(isLoopback)).toEqual([false, false, false]);
});
