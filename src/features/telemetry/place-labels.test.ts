import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from './place-labels';

describe('the names at the ends of lines', () => {
  it.each([
    { name: 'stand where their lines end', wanted: [20, 60], placed: [20, 60] },
    { name: 'part where lines end together', wanted: [50, 48], placed: [61, 48] },
    { name: 'stay in the plot', wanted: [-5, 200], placed: [0, 100] },
    { name: 'make room upwards at the lower edge', wanted: [99, 100], placed: [87, 100] },
    { name: 'are none without lines', wanted: [], placed: [] },
  ])('$name', ({ wanted, placed }) => {
    expect(placeLabels(wanted, 0, 100, 13)).toEqual(placed);
  });

  it('keep their distance and the order of their lines, wherever those end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 120 }), { minLength: 1, maxLength: 12 }), (wanted) => {
        const placed = placeLabels(wanted, 0, 100, 13);
        const step = Math.min(13, 100 / Math.max(1, wanted.length - 1));
        const sorted = placed.toSorted((a, b) => a - b);
        expect(sorted.every((y, index) => index === 0 || y - (sorted[index - 1] as number) >= step - 1e-9)).toBe(true);
        expect((sorted[0] as number) >= -1e-9 && (sorted.at(-1) as number) <= 100 + 1e-9).toBe(true);
        for (const [a, ya] of wanted.entries())
          for (const [b, yb] of wanted.entries()) if (ya < yb) expect(placed[a]).toBeLessThan(placed[b] as number);
      }),
    );
  });
});
