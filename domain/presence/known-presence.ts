// All that core-status knows of one thing: the state that everybody sees, and when the thing was last heard.
import type { DevicePresence } from './device-presence';

/** See the file's head. `heardAt` is when the cloud received the newest reading that was reckoned with (epoch ms), or null. */
export interface KnownPresence {
  state: DevicePresence;
  heardAt: number | null;
}

// Readings that were on their way when the connection ended arrive after it, and the broker's times are approximate: only
// a reading received this long after a disconnection proves that the device is there after all.
const READING_OVERRIDES_AFTER_MS = 2 * 60_000;

/** The session of a thing of whose connections nothing is known: it is there because readings come. */
export const NO_SESSION = '';

/** Says whether a connection of the thing was told of whose end was not. */
export function isThoughtConnected({ sessionIdentifier, eventType }: DevicePresence): boolean {
  return sessionIdentifier !== NO_SESSION && eventType === 'connected';
}

/**
 * Returns when the thing last gave a sign that it is there now: the beginning of its connection or a reading; null when
 * nothing says so, because its connection ended and no reading was received more than two minutes later.
 */
export function lastSignOf({ state, heardAt }: KnownPresence): number | null {
  const heard = heardAt ?? Number.NEGATIVE_INFINITY;
  if (state.sessionIdentifier === NO_SESSION) return heardAt;
  if (state.eventType === 'connected') return Math.max(state.eventAt, heard);
  return heard > state.eventAt + READING_OVERRIDES_AFTER_MS ? heard : null;
}
