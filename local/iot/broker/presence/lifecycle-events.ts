// The events by which the broker tells who comes and goes (AWS IoT Core: lifecycle events).
import type { DisconnectReason } from '../disconnect-reason';
import type { ClientRecord } from './presence-journal';

export interface LifecycleEvent {
  topic: string;
  body: Record<string, unknown>;
}

const TOPIC = '$aws/events/presence';

/** Says whether AWS publishes events about the client: not when its id contains `#` or `+`. */
export function hasLifecycleEvents(clientId: string): boolean {
  return !/[#+]/.test(clientId);
}

/** Returns the event of an accepted connection. */
export function connectedEvent(record: ClientRecord, ipAddress: string | null, nowMs: number): LifecycleEvent {
  return event('connected', record.clientId, {
    timestamp: nowMs,
    sessionIdentifier: record.sessionIdentifier,
    principalIdentifier: record.principalIdentifier,
    ipAddress,
    versionNumber: record.versionNumber,
  });
}

/** Returns the event of a connection's end. It bears the version number of the connection's beginning. */
export function disconnectedEvent(record: ClientRecord, reason: DisconnectReason, nowMs: number): LifecycleEvent {
  return event('disconnected', record.clientId, {
    timestamp: nowMs,
    sessionIdentifier: record.sessionIdentifier,
    principalIdentifier: record.principalIdentifier,
    clientInitiatedDisconnect: reason === 'CLIENT_INITIATED_DISCONNECT',
    disconnectReason: reason,
    versionNumber: record.versionNumber,
  });
}

/** Returns the event of a refused CONNECT. */
export function connectFailedEvent(
  who: { clientId: string; principalIdentifier: string; sessionIdentifier: string; ipAddress: string | null },
  nowMs: number,
): LifecycleEvent {
  const { clientId, ...rest } = who;
  return event('connect_failed', clientId, {
    timestamp: nowMs,
    connectFailureReason: 'AUTHORIZATION_FAILED',
    ...rest,
  });
}

function event(eventType: string, clientId: string, fields: Record<string, unknown>): LifecycleEvent {
  const { timestamp, ...rest } = fields;
  return { topic: `${TOPIC}/${eventType}/${clientId}`, body: { clientId, timestamp, eventType, ...rest } };
}
