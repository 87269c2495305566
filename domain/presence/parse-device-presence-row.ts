// DevicePresence as it comes from the API, the table or the fleet feed.
import { asRow, choiceField, numberField, textField } from '../rows/row-fields';
import type { DevicePresence, Presence } from './device-presence';

const PRESENCES: readonly Presence[] = ['online', 'offline', 'stale', 'unknown'];
const EVENT_TYPES: readonly DevicePresence['eventType'][] = ['connected', 'disconnected'];

/** Returns what is known of a thing's connection, or undefined when the row does not say what makes it one. */
export function parseDevicePresenceRow(value: unknown): DevicePresence | undefined {
  const row = asRow(value);
  if (!row) return undefined;
  const thingName = textField(row, 'thingName');
  const presence = choiceField(row, 'presence', PRESENCES);
  const since = numberField(row, 'since');
  const eventAt = numberField(row, 'eventAt');
  const eventType = choiceField(row, 'eventType', EVENT_TYPES);
  if (!thingName || !presence || !eventType || since === null || eventAt === null) return undefined;
  return {
    thingName,
    presence,
    since,
    reason: textField(row, 'reason') ?? '',
    sessionIdentifier: textField(row, 'sessionIdentifier') ?? '',
    versionNumber: numberField(row, 'versionNumber') ?? 0,
    eventAt,
    eventType,
  };
}
