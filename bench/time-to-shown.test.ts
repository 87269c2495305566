// Latency and share of the values that a page showed.
import { expect, it } from 'vitest';
import { stamp } from './stamp';
import { timeToShown } from './time-to-shown';

const SENT_AT = 1_760_000_000_000;
const byName = (...args: Parameters<typeof timeToShown>) =>
  Object.fromEntries(timeToShown(...args).map(({ name, value }) => [name, value]));

it('counts the time of what was shown, and of nothing else', () => {
  const expected = [0, 1, 2, 3].map((device) => stamp(SENT_AT + device, device));
  const seenAt = new Map([
    [stamp(SENT_AT, 0), SENT_AT + 20],
    [stamp(SENT_AT + 1, 1), SENT_AT + 31],
    [stamp(SENT_AT + 2, 2), SENT_AT + 12],
    [stamp(SENT_AT - 5_000, 3), SENT_AT],
  ]);
  expect(byName(expected, seenAt)).toEqual({ p50: 20, p95: 30, p99: 30, 'share shown': 0.75 });
});

it('has no time when nothing was shown', () => {
  expect(byName([stamp(SENT_AT, 0)], new Map())).toEqual({ p50: NaN, p95: NaN, p99: NaN, 'share shown': 0 });
});
