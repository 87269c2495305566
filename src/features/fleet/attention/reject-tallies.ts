// How many payloads of each device were rejected in the last hour: fetched once, then told by the feed.
import type { DeviceEvent } from '../../../../domain/timeline/device-event';
import type { RejectTally } from './concerns';

/** How far back a reject still needs attention. */
export const REJECTS_FOR_MS = 3_600_000;

/** Makes empty tallies. */
export function createRejectTallies() {
  // By thing, then by event: one event counts a minute's rejects of one kind, and is told again with a higher count.
  const byThing = new Map<string, Map<string, { atMs: number; count: number }>>();

  return {
    /** Takes events of any kind, in any order and repetition. Returns the things whose tally changed. */
    take(events: readonly DeviceEvent[]): string[] {
      const changed: string[] = [];
      for (const { thingName, eventId, kind, at, count } of events) {
        if (kind !== 'payloadRejected') continue;
        const rejects = byThing.get(thingName) ?? new Map<string, { atMs: number; count: number }>();
        byThing.set(thingName, rejects);
        if ((rejects.get(eventId)?.count ?? 0) >= count) continue;
        rejects.set(eventId, { atMs: at, count });
        changed.push(thingName);
      }
      return changed;
    },

    /** Returns a thing's rejects of the last hour, null when there were none; forgets what is older. */
    of(thingName: string, nowMs: number): RejectTally | null {
      const rejects = byThing.get(thingName);
      if (!rejects) return null;
      let count = 0;
      let firstAtMs = Number.POSITIVE_INFINITY;
      for (const [eventId, reject] of rejects) {
        if (reject.atMs < nowMs - REJECTS_FOR_MS) {
          rejects.delete(eventId);
          continue;
        }
        count += reject.count;
        firstAtMs = Math.min(firstAtMs, reject.atMs);
      }
      if (count > 0) return { count, firstAtMs };
      byThing.delete(thingName);
      return null;
    },
  };
}
