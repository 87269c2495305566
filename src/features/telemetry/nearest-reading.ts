// Which reading a moment means.
import { firstAtOrAfter } from './decimate';

/**
 * Returns the index of the reading nearest to a moment and at most `withinMs` away from it; -1 when there is none: in a
 * gap nothing was measured. Of two as near the earlier one.
 */
export function nearestReading(times: readonly number[], atMs: number, withinMs: number): number {
  const after = firstAtOrAfter(times, atMs);
  const before = after - 1;
  const afterMs = after < times.length ? (times[after] as number) - atMs : Number.POSITIVE_INFINITY;
  const beforeMs = before >= 0 ? atMs - (times[before] as number) : Number.POSITIVE_INFINITY;
  const nearest = beforeMs <= afterMs ? before : after;
  return Math.min(beforeMs, afterMs) <= withinMs ? nearest : -1;
}

/** Returns the nearest moment before or after `atMs` at which any of the lists has a reading, or null. */
export function nextMoment(lists: readonly (readonly number[])[], atMs: number, direction: -1 | 1): number | null {
  let best: number | null = null;
  for (const times of lists) {
    const index = direction === 1 ? firstAtOrAfter(times, Math.floor(atMs) + 1) : firstAtOrAfter(times, atMs) - 1;
    const time = times[index];
    if (time !== undefined && (best === null || (direction === 1 ? time < best : time > best))) best = time;
  }
  return best;
}
