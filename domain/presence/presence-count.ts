// How many things were in each state at a moment, as the pages draw it over a day.
import { asRow, numberField } from '../rows/row-fields';
import { gatewayOf } from '../telemetry/thing-names';
import type { Presence } from './device-presence';

/** Counts by presence at `at` (epoch ms), and what the census that counted put right. */
export interface PresenceCount extends Record<Presence, number> {
  at: number;
  /** How many things had been shown wrongly. */
  repaired: number;
  /** The first of their names, at most ten. */
  repairedThings: string[];
}

/** So many of the things that were put right are named with a count; the timelines hold all of them. */
export const MOST_REPAIRED_NAMED = 10;

/** How far the counts are apart. */
export const COUNTED_EVERY_MS = 5 * 60_000;

/** Returns the key of the count at `at` (epoch ms): its UTC day, and its UTC time to the minute. */
export function countKey(at: number): { day: string; time: string } {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return { day, time: time.slice(0, 5) };
}

/**
 * Counts the registered devices and whatever else has a presence. `presences` is by thing name; a gateway's child is there
 * when its gateway is; a registered device of which nothing was ever heard is unknown.
 */
export function countPresence(
  presences: ReadonlyMap<string, Presence>,
  registered: Iterable<string>,
): Record<Presence, number> {
  const counts: Record<Presence, number> = { online: 0, offline: 0, stale: 0, unknown: 0 };
  const unregistered = new Map(presences);
  for (const thingName of registered) {
    unregistered.delete(thingName);
    counts[presences.get(gatewayOf(thingName) ?? thingName) ?? 'unknown'] += 1;
  }
  for (const presence of unregistered.values()) counts[presence] += 1;
  return counts;
}

/** Returns a count as it comes from the API, or undefined when the row is none. */
export function parsePresenceCountRow(value: unknown): PresenceCount | undefined {
  const row = asRow(value);
  if (!row) return undefined;
  const at = numberField(row, 'at');
  const [online, offline] = [numberField(row, 'online'), numberField(row, 'offline')];
  const [stale, unknown] = [numberField(row, 'stale'), numberField(row, 'unknown')];
  if (at === null || online === null || offline === null || stale === null || unknown === null) return undefined;
  const repairedThings = Array.isArray(row.repairedThings)
    ? row.repairedThings.filter((name) => typeof name === 'string')
    : [];
  return { at, online, offline, stale, unknown, repaired: numberField(row, 'repaired') ?? 0, repairedThings };
}
