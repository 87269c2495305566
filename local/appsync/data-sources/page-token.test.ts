import { expect, test } from 'vitest';
import { readPageToken, writePageToken } from './page-token';

test('a token leads back to its key; the last page has none', () => {
  const key = { thingName: { S: 'a "b" ü' }, at: { N: '5' } };
  expect(readPageToken(writePageToken(key))).toEqual(key);
  expect(writePageToken(undefined)).toBeNull();
  for (const none of [null, undefined, '']) expect(readPageToken(none)).toBeUndefined();
});

test.each([
  ['no JSON', 'nonsense'],
  ['no object', Buffer.from('5').toString('base64url')],
  ['a list', Buffer.from('[]').toString('base64url')],
  ['values that are no keys', Buffer.from('{"thingName":{"M":{}}}').toString('base64url')],
  ['null', Buffer.from('{"thingName":null}').toString('base64url')],
])('%s is refused', (_, token) => {
  expect(() => readPageToken(token)).toThrow('Invalid pagination token given.');
});
