// Percentiles, slopes and the judgement of medians.
import { describe, expect, it } from 'vitest';
import { gatherResults } from './results';
import { deviceOf, sentAtOf, stamp } from './stamp';
import { percentile, slope } from './statistics';

describe('percentile', () => {
  it.each([
    [[5, 1, 3], 0.5, 3],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.95, 4],
    [[7], 0, 7],
  ])('of %j at %d is %d', (values, part, expected) => {
    expect(percentile(values, part)).toBe(expected);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

it('a slope is that of the line of least squares', () => {
  const points = [0, 1, 2, 3].map((x) => ({ x, y: 100 + 5 * x }));
  expect(slope(points)).toBeCloseTo(5);
  expect(slope([...points, { x: 1.5, y: 200 }])).toBeCloseTo(5);
});

it('a stamp says when and by whom', () => {
  const value = stamp(1_760_000_000_123, 42);
  expect([sentAtOf(value), deviceOf(value), String(value).length]).toEqual([1_760_000_000_123, 42, 15]);
});

it('results are judged by their median, in either direction, and only where there is a goal', () => {
  const of = (name: string, ...values: number[]) => values.map((value) => ({ name, unit: 'ms', value }));
  const measured = [...of('fast', 10, 90, 20), ...of('slow', 50), ...of('rate', 1_500), ...of('free', 1)];
  const goals = { fast: { atMost: 30 }, slow: { atMost: 30 }, rate: { atLeast: 2_000 } };
  expect(gatherResults(measured, goals).map(({ name, median, met }) => [name, median, met])).toEqual([
    ['fast', 20, true],
    ['slow', 50, false],
    ['rate', 1_500, false],
    ['free', 1, null],
  ]);
});

it('a rate below its goal is judged by its floor, too', () => {
  const measured = ['below', 'between', 'above'].map((name, index) => ({
    name,
    unit: '/s',
    value: 500 + index * 1_000,
  }));
  const goals = Object.fromEntries(measured.map(({ name }) => [name, { atLeast: 2_000, floor: 1_000 }]));
  expect(gatherResults(measured, goals).map(({ met, floorMet }) => [met, floorMet])).toEqual([
    [false, false],
    [false, true],
    [true, true],
  ]);
});
