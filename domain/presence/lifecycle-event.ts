// What the broker says when a client connects or is gone, and which of it concerns a device.
import { isThingName } from '../telemetry/thing-names';

/** One lifecycle event of a device's connection (AWS IoT Core: lifecycle events). `at` is epoch ms, approximate. */
export interface LifecycleEvent {
  thingName: string;
  eventType: 'connected' | 'disconnected';
  at: number;
  /** Opaque; tells sessions apart but not which came first. */
  sessionIdentifier: string;
  /** Grows with each connection of a client id, with gaps; starts again at 0 after about an hour without one. */
  versionNumber: number;
  /** Why a connection ended, e.g. `MQTT_KEEP_ALIVE_TIMEOUT`; null for a connection that began. */
  disconnectReason: string | null;
  clientInitiated: boolean;
}

/** `notADevice`: a browser or another client whose principal is no certificate. `badEvent`: not an event at all. */
export type ParsedLifecycle =
  | { ok: true; event: LifecycleEvent }
  | { ok: false; problem: { kind: 'notADevice' | 'badEvent'; message: string } };

// A device's principal is the id of its certificate; a browser's is an identity id or a role.
const CERTIFICATE_ID = /^[0-9a-f]{64}$/;
const REASON = /^[A-Z0-9_]{1,64}$/;

/** Reads a lifecycle event as the presence rules select it. Takes any value and never throws. */
export function parseLifecycleEvent(raw: unknown): ParsedLifecycle {
  if (typeof raw !== 'object' || raw === null) return refuse('badEvent', 'The message is not a lifecycle event.');
  const { clientId, eventType, timestamp, sessionIdentifier, versionNumber, principalIdentifier } = raw as Partial<
    Record<string, unknown>
  >;
  const { disconnectReason, clientInitiatedDisconnect } = raw as Partial<Record<string, unknown>>;
  if (eventType !== 'connected' && eventType !== 'disconnected') {
    return refuse('badEvent', 'The event is neither connected nor disconnected.');
  }
  if (typeof principalIdentifier !== 'string' || !CERTIFICATE_ID.test(principalIdentifier)) {
    return refuse('notADevice', 'The client did not connect with a certificate.');
  }
  if (typeof clientId !== 'string' || !isThingName(clientId)) {
    return refuse('badEvent', 'The client id cannot be the name of a thing.');
  }
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp < 0) {
    return refuse('badEvent', 'The event has no time.');
  }
  if (typeof versionNumber !== 'number' || !Number.isSafeInteger(versionNumber) || versionNumber < 0) {
    return refuse('badEvent', 'The event has no version number.');
  }
  if (typeof sessionIdentifier !== 'string' || sessionIdentifier === '' || sessionIdentifier.length > 256) {
    return refuse('badEvent', 'The event has no session.');
  }
  const reason = typeof disconnectReason === 'string' && REASON.test(disconnectReason) ? disconnectReason : 'UNKNOWN';
  return {
    ok: true,
    event: {
      thingName: clientId,
      eventType,
      at: timestamp,
      sessionIdentifier,
      versionNumber,
      disconnectReason: eventType === 'disconnected' ? reason : null,
      clientInitiated: clientInitiatedDisconnect === true,
    },
  };
}

function refuse(kind: 'notADevice' | 'badEvent', message: string): ParsedLifecycle {
  return { ok: false, problem: { kind, message } };
}
