// Ids of timeline events: deterministic, sorted by time.
import type { DeviceEventKind } from './device-event';
import { hashText } from './hash-text';
import { timeKey } from './time-key';

/**
 * Returns the id of an event of one thing: the zero-padded `at`, `#`, and a hash of the kind and of what else makes the
 * event itself (`identity`, e.g. session and version of a connection). The same event told twice has the same id, so that
 * writing it again changes nothing.
 */
export function deviceEventId(at: number, kind: DeviceEventKind, identity: readonly (string | number)[]): string {
  return `${timeKey(at)}#${hashText(JSON.stringify([kind, ...identity]))}`;
}
