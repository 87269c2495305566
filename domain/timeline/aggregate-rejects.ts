// Refused payloads per device and reason, and by the minute, for who looks after the whole fleet.
import type { DeviceEvent } from './device-event';

/** What one thing had refused for one reason since some moment. */
export interface RejectSummary {
  thingName: string;
  /** The kind of problem, e.g. `notJson`; the words of `problem` are for people. */
  reason: string;
  /** How many payloads. */
  count: number;
  /** How many in which minute (its start, epoch ms), the latest first; never empty. */
  minutes: readonly { at: number; count: number }[];
  /** The last one's problem in words; the reason when there are none. */
  problem: string;
}

/**
 * Returns one summary per thing and reason of the rejects at or after `sinceMs`, the latest first. An event given twice,
 * as pages that overlap give it, counts once: the higher count of one id is its newer state.
 */
export function aggregateRejects(events: readonly DeviceEvent[], sinceMs: number): RejectSummary[] {
  const newest = new Map<string, DeviceEvent>();
  for (const event of events) {
    if (event.kind !== 'payloadRejected' || event.at < sinceMs) continue;
    const key = JSON.stringify([event.thingName, event.eventId]);
    const known = newest.get(key);
    if (!known || event.count > known.count) newest.set(key, event);
  }
  const rows = [...newest.values()].sort((a, b) => b.at - a.at);
  const summaries = new Map<string, RejectSummary & { minutes: { at: number; count: number }[] }>();
  for (const { thingName, at, count, detail } of rows) {
    const reason = typeof detail.reason === 'string' ? detail.reason : 'unknown';
    const problem = typeof detail.problem === 'string' ? detail.problem : reason;
    const key = JSON.stringify([thingName, reason]);
    const known = summaries.get(key);
    if (!known) summaries.set(key, { thingName, reason, count, minutes: [{ at, count }], problem });
    else {
      known.count += count;
      const last = known.minutes.at(-1);
      if (last?.at === at) last.count += count;
      else known.minutes.push({ at, count });
    }
  }
  return [...summaries.values()].sort(
    (a, b) =>
      lastAt(b) - lastAt(a) || b.count - a.count || compare(a.thingName, b.thingName) || compare(a.reason, b.reason),
  );
}

const lastAt = ({ minutes }: RejectSummary): number => minutes[0]?.at ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
