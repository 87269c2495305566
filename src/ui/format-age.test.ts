import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration } from './format-age';

describe('formatAge', () => {
  it.each([
    [0, 'now'],
    [-1500, 'now'],
    [1999, 'now'],
    [2000, '2 s ago'],
    [59_999, '59 s ago'],
    [60_000, '1 min ago'],
    [3_599_999, '59 min ago'],
    [3_600_000, '1 h ago'],
    [86_399_999, '23 h ago'],
    [86_400_000, '1 d ago'],
    [40 * 86_400_000, '40 d ago'],
    [-2001, 'in the future'],
    [Number.NaN, 'never'],
    [Number.POSITIVE_INFINITY, 'never'],
  ])('writes %d ms as %s', (ageMs, words) => {
    expect(formatAge(ageMs)).toBe(words);
  });

  it('never makes a value look older than it is', () => {
    const unitMs: Record<string, number> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 10 ** 12 }), (ageMs) => {
        const [count = '', unit = ''] = formatDuration(ageMs).split(' ');
        const shownMs = Number(count) * (unitMs[unit] ?? Number.NaN);
        expect(shownMs).toBeLessThanOrEqual(ageMs);
        expect(ageMs - shownMs).toBeLessThan(unitMs[unit] ?? 0);
      }),
    );
  });
});
