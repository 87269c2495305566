import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPARKLINE_BOX, sparklinePath } from './sparkline-path';

const pointsOf = (path: string) =>
  path
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number));

describe('a sparkline', () => {
  it('goes from the left to the right, up for more', () => {
    expect(sparklinePath([1, 3, 2])).toBe('M0.0 28.0L50.0 2.0L100.0 15.0');
  });

  it('is a line in the middle when nothing changes, and nothing without two numbers', () => {
    expect(sparklinePath([7, 7])).toBe('M0.0 15.0L100.0 15.0');
    expect(sparklinePath([7])).toBeNull();
    expect(sparklinePath([])).toBeNull();
  });

  it('stays in its box for any numbers', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(numbers, (values) => {
        const points = pointsOf(sparklinePath(values) ?? '');
        expect(points).toHaveLength(values.length);
        for (const [x = Number.NaN, y = Number.NaN] of points) {
          expect(x >= 0 && x <= SPARKLINE_BOX.width && y >= 0 && y <= SPARKLINE_BOX.height).toBe(true);
        }
      }),
    );
  });
});
