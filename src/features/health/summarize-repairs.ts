// What the counts of a day say of the things that the census put right.
import type { PresenceCount } from '../../../domain/presence/presence-count';

/** One census that put something right. `at` is epoch ms, `others` is how many it does not name. */
export interface Repair {
  at: number;
  things: string[];
  others: number;
}

/** `lastAt` is when the last census was (epoch ms), null when there was none; `repairs` are the latest ones, at most ten. */
export interface RepairSummary {
  repaired: number;
  lastAt: number | null;
  repairs: Repair[];
}

const SHOWN = 10;

/** Sums up counts that are given oldest first. */
export function summarizeRepairs(counts: readonly PresenceCount[]): RepairSummary {
  const repairs = counts.flatMap(({ at, repaired, repairedThings }) =>
    repaired > 0 ? [{ at, things: repairedThings, others: Math.max(0, repaired - repairedThings.length) }] : [],
  );
  return {
    repaired: counts.reduce((sum, { repaired }) => sum + repaired, 0),
    lastAt: counts.at(-1)?.at ?? null,
    repairs: repairs.reverse().slice(0, SHOWN),
  };
}
