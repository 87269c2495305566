// Refused connections on the timeline: those of one minute are one line with a count.
import type { DeviceEvent } from '../timeline/device-event';
import { deviceEventId } from '../timeline/event-id';
import type { FailedConnection } from './presence-message';

const MINUTE_MS = 60_000;

/**
 * Returns one event per thing and UTC minute, with how many fell together. Their ids depend on the minute alone, so that a
 * later batch adds to the count and whoever knocks without end cannot flood a timeline.
 */
export function describeFailedConnections(failures: readonly FailedConnection[]): DeviceEvent[] {
  const events = new Map<string, DeviceEvent>();
  for (const { thingName, at } of failures) {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const eventId = deviceEventId(minute, 'connectFailed', []);
    const key = `${thingName} ${eventId}`;
    const count = (events.get(key)?.count ?? 0) + 1;
    events.set(key, { thingName, eventId, at: minute, kind: 'connectFailed', severity: 'warning', detail: {}, count });
  }
  return [...events.values()];
}
