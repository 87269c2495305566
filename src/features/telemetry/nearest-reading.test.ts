import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestReading, nextMoment } from './nearest-reading';

const times = fc.uniqueArray(fc.integer({ min: 0, max: 1000 })).map((list) => list.sort((a, b) => a - b));

describe('the reading that a moment means', () => {
  it('is the nearest, and none in a gap', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -100, max: 1100 }), fc.nat({ max: 200 }), (list, atMs, withinMs) => {
        const found = nearestReading(list, atMs, withinMs);
        const least = Math.min(...list.map((time) => Math.abs(time - atMs)));
        if (least > withinMs) expect(found).toBe(-1);
        else expect(Math.abs((list[found] ?? Number.NaN) - atMs)).toBe(least);
      }),
    );
  });
});

describe('the next moment with a reading', () => {
  it('is the nearest of all lists in a direction, and never the same', () => {
    fc.assert(
      fc.property(fc.array(times, { maxLength: 4 }), fc.integer({ min: -100, max: 1100 }), (lists, atMs) => {
        const all = lists.flat();
        const later = all.filter((time) => time > atMs);
        const earlier = all.filter((time) => time < atMs);
        expect(nextMoment(lists, atMs, 1)).toBe(later.length > 0 ? Math.min(...later) : null);
        expect(nextMoment(lists, atMs, -1)).toBe(earlier.length > 0 ? Math.max(...earlier) : null);
      }),
    );
  });
});
