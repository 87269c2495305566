import { describe, expect, it } from 'vitest';
import { checkMessage } from './check-message';
import { RateLimit } from './rate-limit';

const x = (length: number) => 'x'.repeat(length);
const errorsOf = (body: unknown) => {
  const checked = checkMessage(body);
  return checked.ok ? null : (checked.error as { code: number; errors?: unknown });
};

describe('checkMessage', () => {
  it.each([
    [{ content: x(2001) }, { content: 'BASE_TYPE_MAX_LENGTH' }],
    [{ embeds: [{ title: x(257) }] }, { embeds: { 0: { title: 'BASE_TYPE_MAX_LENGTH' } } }],
    [{ embeds: [{ description: x(4097) }] }, { embeds: { 0: { description: 'BASE_TYPE_MAX_LENGTH' } } }],
    [
      { embeds: [{ fields: [{ name: 'a', value: x(1025) }] }] },
      { embeds: { 0: { fields: { 0: { value: 'BASE_TYPE_MAX_LENGTH' } } } } },
    ],
    [
      { embeds: [{ fields: [{ name: 'a', value: '' }] }] },
      { embeds: { 0: { fields: { 0: { value: 'BASE_TYPE_REQUIRED' } } } } },
    ],
    [{ embeds: [{ title: 'a', url: 'ftp://x' }] }, { embeds: { 0: { url: 'URL_TYPE_INVALID_SCHEME' } } }],
    [{ embeds: Array.from({ length: 11 }, () => ({ title: 'a' })) }, { embeds: 'BASE_TYPE_MAX_LENGTH' }],
    [{ embeds: [{ description: x(4000) }, { description: x(2001) }] }, { embeds: 'MAX_EMBED_SIZE_EXCEEDED' }],
  ])('refuses as Discord does: case %#', (body, expected) => {
    const error = errorsOf(body);
    expect(error?.code).toBe(50035);
    expect(codes(error?.errors)).toEqual(expected);
  });

  it('takes what is as long as may be, and no empty message', () => {
    expect(
      errorsOf({ embeds: [{ title: x(256), description: x(4096), fields: [{ name: x(256), value: x(1024) }] }] }),
    ).toBeNull();
    expect(errorsOf({ content: '' })?.code).toBe(50006);
    expect(errorsOf(null)?.code).toBe(50006);
  });
});

function codes(tree: unknown): unknown {
  const { _errors, ...rest } = tree as { _errors?: { code: string }[] };
  if (_errors) return _errors[0]?.code;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, codes(value)]));
}

it('a webhook takes five messages in two seconds and thirty in a minute', () => {
  const limit = new RateLimit();
  const first = Array.from({ length: 6 }, () => limit.take(0));
  expect(first.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
  expect(first.at(-1)?.retryAfterMs).toBe(2_000);
  for (let i = 0; i < 25; i++) expect(limit.take(2_000 + i * 500).retryAfterMs).toBeNull();
  expect(limit.take(15_000).retryAfterMs).toBe(45_000);
  expect(limit.take(60_000).retryAfterMs).toBeNull();
});
