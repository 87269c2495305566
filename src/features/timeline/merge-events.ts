// The timeline from what was fetched and what came live.
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** Returns all events once, newest first, at most `limit`; of one id the higher count is the newer state. */
export function mergeEvents(
  known: readonly DeviceEvent[],
  incoming: readonly DeviceEvent[],
  limit: number,
): DeviceEvent[] {
  const byId = new Map(known.map((event) => [event.eventId, event]));
  for (const event of incoming) {
    const before = byId.get(event.eventId);
    if (!before || event.count > before.count) byId.set(event.eventId, event);
  }
  return [...byId.values()].sort((a, b) => (a.eventId < b.eventId ? 1 : -1)).slice(0, limit);
}
