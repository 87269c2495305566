import { expect, it } from 'vitest';
import type { PresenceCount } from '../../../domain/presence/presence-count';
import { summarizeRepairs } from './summarize-repairs';

const count = (at: number, repaired: number, ...repairedThings: string[]): PresenceCount => ({
  ...{ at, online: 1, offline: 0, stale: 0, unknown: 0 },
  ...{ repaired, repairedThings },
});

it('sums up what was put right, the latest first, and says when the last census was', () => {
  expect(summarizeRepairs([count(5, 12, 'a', 'b'), count(10, 0), count(15, 1, 'c'), count(20, 0)])).toEqual({
    repaired: 13,
    lastAt: 20,
    repairs: [
      { at: 15, things: ['c'], others: 0 },
      { at: 5, things: ['a', 'b'], others: 10 },
    ],
  });
});

it('knows of no census without counts, and shows ten at most', () => {
  expect(summarizeRepairs([])).toEqual({ repaired: 0, lastAt: null, repairs: [] });
  const many = Array.from({ length: 30 }, (_, at) => count(at, 1, `t-${at}`));
  expect(summarizeRepairs(many)).toMatchObject({ repaired: 30, repairs: { length: 10, 0: { at: 29 } } });
});
