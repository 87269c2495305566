import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueTicks } from './axis-ticks';

describe('valueTicks', () => {
  it.each([
    [0, 100, [0, 50, 100]],
    [20.1, 22.7, [20, 21, 22, 23]],
    [-0.3, 0.3, [-0.4, -0.2, 0, 0.2, 0.4]],
    [21, 21, [20.5, 21, 21.5]],
    [0, 0, [0, 0.5, 1]],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, [0, 1]],
  ])('for %d to %d gives %j', (low, high, ticks) => {
    expect(valueTicks(low, high)).toEqual(ticks);
  });

  it('encloses the values with few, ascending ticks', () => {
    const size = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(size, fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (low, span) => {
        const ticks = valueTicks(low, low + span);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        const slack = span * 1e-6 + Math.abs(low) * 1e-9;
        expect(ticks[0]).toBeLessThanOrEqual(low + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + span - slack);
        expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
      }),
    );
  });
});
