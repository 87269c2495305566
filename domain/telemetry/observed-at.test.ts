import { describe, expect, it } from 'vitest';
import { observedAt } from './observed-at';

const RECEIVED = Date.parse('2025-10-09T09:00:00Z');
const DAY_MS = 24 * 3600_000;

describe('observedAt', () => {
  it.each([
    ['epoch milliseconds', RECEIVED - 1000, RECEIVED - 1000],
    ['epoch seconds', RECEIVED / 1000 - 60, RECEIVED - 60_000],
    ['fractions of a second', RECEIVED / 1000 - 0.5, RECEIVED - 500],
    ['ISO with Z', '2025-10-09T08:53:20Z', Date.parse('2025-10-09T08:53:20Z')],
    ['ISO with an offset', '2025-10-09T10:53:20.250+02:00', Date.parse('2025-10-09T08:53:20.250Z')],
    ['an offset without a colon and a space', '2025-10-09 10:53:20+0200', Date.parse('2025-10-09T08:53:20Z')],
    ['exactly 30 days ago', RECEIVED - 30 * DAY_MS, RECEIVED - 30 * DAY_MS],
    ['exactly 5 minutes ahead', RECEIVED + 300_000, RECEIVED + 300_000],
  ])('believes %s', (_title, raw, expected) => {
    expect(observedAt(raw, RECEIVED)).toEqual({ observedAt: expected, clockRejected: false });
  });

  it.each([
    ['more than 30 days ago', RECEIVED - 30 * DAY_MS - 1],
    ['more than 5 minutes ahead', RECEIVED + 300_001],
    ['2099', '2099-01-01T00:00:00Z'],
    ['seconds since power-on', 4711],
    ['ISO without a zone', '2025-10-09T08:53:20'],
    ['a text', 'yesterday'],
    ['a month 13', '2025-13-09T08:53:20Z'],
    ['an object', {}],
    ['a flag', true],
  ])('flags %s', (_title, raw) => {
    expect(observedAt(raw, RECEIVED)).toEqual({ observedAt: RECEIVED, clockRejected: true });
  });

  it.each([undefined, null])('takes the arrival without a flag when there is no time (%s)', (raw) => {
    expect(observedAt(raw, RECEIVED)).toEqual({ observedAt: RECEIVED, clockRejected: false });
  });
});
