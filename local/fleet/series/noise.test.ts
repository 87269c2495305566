// The noise is random enough to look like weather, and smooth enough to look like one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashed, rounded, wandering } from './noise';

it('is spread evenly over [0, 1), for neighbouring seeds, names and numbers', () => {
  const values = Array.from({ length: 8000 }, (_, index) => hashed(index % 2, `name${(index >> 1) % 4}`, index >> 3));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(new Set(values).size).toBeGreaterThan(7900);
});

it('wanders within [-1, 1] without leaps', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.integer({ min: 0, max: 2 ** 42 }),
      fc.integer({ min: 1000, max: 2 ** 30 }),
      (seed, at, period) => {
        const here = wandering(seed, 'x', at, period);
        const soon = wandering(seed, 'x', at + period / 1000, period);
        expect(Math.abs(here)).toBeLessThanOrEqual(1);
        expect(Math.abs(here - soon)).toBeLessThan(0.02);
      },
    ),
  );
});

it('never rounds to -0', () => {
  expect(Object.is(rounded(-0.001, 1), 0)).toBe(true);
});
