// What a shadow request may say.
import { expect, test } from 'vitest';
import { parseTokenRequest, parseUpdateRequest } from './shadow-request';

const nested = (levels: number): object => (levels === 0 ? {} : { next: nested(levels - 1) });
const update = (body: unknown) => parseUpdateRequest(Buffer.from(JSON.stringify(body)));

test.each([
  ['no JSON', '{"state":', 400, 'Invalid JSON'],
  ['no object', '[1]', 400, 'Invalid JSON'],
  ['nothing', '', 400, 'Invalid JSON'],
  ['no state', '{}', 400, 'Missing required node: state'],
  ['a state that is no object', '{"state":[]}', 400, 'State node must be an object'],
  ['desired that is no object', '{"state":{"desired":1}}', 400, 'Desired node must be an object'],
  ['reported that is a list', '{"state":{"reported":[]}}', 400, 'Reported node must be an object'],
  ['another section', '{"state":{"delta":{}}}', 400, 'State contains an invalid node'],
  ['null in a list', '{"state":{"desired":{"a":[{"b":[null]}]}}}', 400, 'State contains an invalid node'],
  ['a version that is text', '{"state":{},"version":"1"}', 400, 'Invalid version'],
  ['a version below zero', '{"state":{},"version":-1}', 400, 'Invalid version'],
  ['a token that is no text', '{"state":{},"clientToken":1}', 400, 'Invalid clientToken'],
  ['a token of 65 bytes', JSON.stringify({ state: {}, clientToken: 'x'.repeat(65) }), 400, 'Invalid clientToken'],
  ['more than 8 KB', JSON.stringify({ state: { desired: { a: 'x'.repeat(8192) } } }), 413, 'The payload exceeds'],
])('an update with %s is refused', (_what, text, code, message) => {
  expect(parseUpdateRequest(Buffer.from(text))).toMatchObject({
    ok: false,
    refusal: { code, message: expect.stringContaining(message) },
  });
});

test('six levels are taken, the seventh and any number more are not', () => {
  expect(update({ state: { desired: nested(5) } }).ok).toBe(true);
  expect(update({ state: { desired: nested(6) } })).toMatchObject({
    refusal: { code: 400, message: 'JSON contains too many levels of nesting; maximum is 6' },
  });
  const abyss = `{"state":{"reported":{"a":${'['.repeat(3_500)}${']'.repeat(3_500)}}}}`;
  expect(parseUpdateRequest(Buffer.from(abyss))).toMatchObject({ refusal: { code: 400 } });
});

test('text that is not UTF-8 is refused by its encoding', () => {
  expect(parseUpdateRequest(Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({ refusal: { code: 415 } });
});

test('a refusal bears the client token, when that could be read', () => {
  expect(update({ state: 1, clientToken: 'mine' })).toMatchObject({ ok: false, clientToken: 'mine' });
});

test('a state of null empties both sections', () => {
  expect(update({ state: null })).toMatchObject({ ok: true, request: { change: { desired: null, reported: null } } });
});

test('a get and a delete may be empty or bear a token', () => {
  expect(parseTokenRequest(Buffer.alloc(0))).toEqual({ ok: true, request: { clientToken: undefined } });
  expect(parseTokenRequest(Buffer.from('{"clientToken":"t"}'))).toEqual({ ok: true, request: { clientToken: 't' } });
  expect(parseTokenRequest(Buffer.from('now'))).toMatchObject({ refusal: { code: 400, message: 'Invalid JSON' } });
});
