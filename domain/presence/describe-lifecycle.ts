// How a connection's beginning or end reads on the timeline.
import type { DeviceEvent } from '../timeline/device-event';
import { deviceEventId } from '../timeline/event-id';
import type { LifecycleEvent } from './lifecycle-event';

/**
 * Returns the timeline's event for a lifecycle event. Its id depends on the connection and the kind alone besides the
 * broker's time, so that a repeated event overwrites itself. A connection that ended without the device asking for it is
 * a warning, unless a newer one took over.
 */
export function describeLifecycle(event: LifecycleEvent): DeviceEvent {
  const { thingName, at, eventType, sessionIdentifier, versionNumber, disconnectReason } = event;
  const expected = eventType === 'connected' || event.clientInitiated || disconnectReason === 'DUPLICATE_CLIENTID';
  return {
    thingName,
    eventId: deviceEventId(at, eventType, [sessionIdentifier, versionNumber]),
    at,
    kind: eventType,
    severity: expected ? 'info' : 'warning',
    detail: disconnectReason === null ? {} : { reason: disconnectReason, clientInitiated: event.clientInitiated },
    count: 1,
  };
}
