// Whether a device is there, from events that come late, twice and in any order.
import type { DevicePresence } from './device-presence';
import { NO_SESSION } from './known-presence';
import type { LifecycleEvent } from './lifecycle-event';

/**
 * Why an event changed the state or did not. `connected`, `disconnected`: it did. `duplicate`: known already.
 * `connectionOver`: a connection's beginning that came after its end. `replaced`: the end of a connection whose client id
 * a newer one took over. `older`: of a connection before the one that is known.
 */
export type PresenceReason = 'connected' | 'disconnected' | 'duplicate' | 'connectionOver' | 'replaced' | 'older';

/** The decision on one event; `next` is the state to keep, null when it stays as it is. */
export interface PresenceDecision {
  reason: PresenceReason;
  next: DevicePresence | null;
}

// Version numbers restart only after about an hour without a connection, and the events' times may be off by minutes: up
// to half an hour apart the version decides, beyond it the time does.
const TRUST_VERSION_WITHIN_MS = 30 * 60_000;

/**
 * Decides what one lifecycle event means for a thing whose state is `previous` (null when nothing is known). The
 * beginning and the end of one connection carry the same session and version, and its end wins, whichever comes first.
 * Of two connections the later one wins: by version when the events are within 30 minutes, else by time. The session is
 * opaque and never compared for order. The end of a connection that was taken over (`DUPLICATE_CLIENTID`) proves that a
 * newer one exists, so it never means offline. (AWS IoT Core: lifecycle events.)
 */
export function decidePresence(previous: DevicePresence | null, event: LifecycleEvent): PresenceDecision {
  const takenOver = event.eventType === 'disconnected' && event.disconnectReason === 'DUPLICATE_CLIENTID';
  if (takenOver) return { reason: 'replaced', next: null };
  if (!previous || previous.sessionIdentifier === NO_SESSION) return take(event);
  // Who compares states, not events, may hold one that no event brought about: any event knows more.
  if (event.sessionIdentifier === NO_SESSION) return { reason: 'older', next: null };
  if (isSameConnection(previous, event)) {
    if (previous.eventType === event.eventType) return { reason: 'duplicate', next: null };
    return event.eventType === 'disconnected' ? take(event) : { reason: 'connectionOver', next: null };
  }
  return isLater(event, previous) ? take(event) : { reason: 'older', next: null };
}

function isSameConnection(previous: DevicePresence, event: LifecycleEvent): boolean {
  return previous.sessionIdentifier === event.sessionIdentifier && previous.versionNumber === event.versionNumber;
}

function isLater(event: LifecycleEvent, previous: DevicePresence): boolean {
  const apartMs = event.at - previous.eventAt;
  const versionsComparable = Math.abs(apartMs) <= TRUST_VERSION_WITHIN_MS;
  if (versionsComparable && event.versionNumber !== previous.versionNumber) {
    return event.versionNumber > previous.versionNumber;
  }
  return apartMs > 0;
}

function take(event: LifecycleEvent): PresenceDecision {
  const connected = event.eventType === 'connected';
  return {
    reason: event.eventType,
    next: {
      thingName: event.thingName,
      presence: connected ? 'online' : 'offline',
      since: event.at,
      reason: connected ? 'connected' : (event.disconnectReason ?? 'UNKNOWN'),
      sessionIdentifier: event.sessionIdentifier,
      versionNumber: event.versionNumber,
      eventAt: event.at,
      eventType: event.eventType,
    },
  };
}
