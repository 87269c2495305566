// When silence is silence, and when a thing's presence must be looked at again.
import { type KnownPresence, lastSignOf } from './known-presence';

const MINUTE_MS = 60_000;
/** A schedule is exact to a minute: no device is told silent faster. */
export const SHORTEST_SILENCE_MS = MINUTE_MS;
const DEFAULT_SILENCE_MS = 10 * MINUTE_MS;
const MISSED_READINGS = 3;
// Readings overrule a disconnection from two minutes on; who reports less often than each minute is noticed by itself.
const LOOK_AGAIN_AFTER_END_MS = 3 * MINUTE_MS;
// A limit that somebody changes has effect after this long at most.
const LONGEST_WAIT_MS = 60 * MINUTE_MS;

/** Returns how long a device may be silent: three of its intervals, at least a minute; ten minutes when it has none. */
export function silentAfterMs(expectedIntervalMs: number | null): number {
  if (expectedIntervalMs === null || !(expectedIntervalMs > 0)) return DEFAULT_SILENCE_MS;
  return Math.max(MISSED_READINGS * expectedIntervalMs, SHORTEST_SILENCE_MS);
}

/**
 * Returns when to look at a thing first after its state was written (epoch ms), whatever its own limit is: soon, since
 * that limit is not known yet. Null: there is nothing to wait for, it is stale until it is heard.
 */
export function firstLookAt(known: KnownPresence): number | null {
  if (known.state.presence === 'stale') return null;
  if (known.state.presence === 'offline') return known.state.eventAt + LOOK_AGAIN_AFTER_END_MS;
  return (lastSignOf(known) ?? known.state.since) + SHORTEST_SILENCE_MS;
}

/** Returns when to look again at a thing that was just looked at with its limit known (epoch ms), or null: not before it is heard. */
export function nextLookAt(known: KnownPresence, limitMs: number, nowMs: number): number | null {
  if (known.state.presence !== 'online') return null;
  return Math.min((lastSignOf(known) ?? nowMs) + limitMs, nowMs + LONGEST_WAIT_MS);
}
