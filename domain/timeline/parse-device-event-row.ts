// DeviceEvent as it comes from the API, the table or the fleet feed.
import { asRow, choiceField, jsonField, numberField, type Row, textField } from '../rows/row-fields';
import type { DeviceEvent, DeviceEventKind } from './device-event';

const KINDS: readonly DeviceEventKind[] = [
  'connected',
  'disconnected',
  'silent',
  'heard',
  'presenceRepaired',
  'connectFailed',
  'payloadRejected',
];
const SEVERITIES: readonly DeviceEvent['severity'][] = ['info', 'warning', 'critical'];

/** Returns one line of a timeline, or undefined when the row is none or of a kind that this version does not know. */
export function parseDeviceEventRow(value: unknown): DeviceEvent | undefined {
  const row = asRow(value);
  if (!row) return undefined;
  const thingName = textField(row, 'thingName');
  const eventId = textField(row, 'eventId');
  const at = numberField(row, 'at');
  const kind = choiceField(row, 'kind', KINDS);
  if (!thingName || !eventId || !kind || at === null) return undefined;
  return {
    thingName,
    eventId,
    at,
    kind,
    severity: choiceField(row, 'severity', SEVERITIES) ?? 'info',
    detail: parseDetail(jsonField(row, 'detail') ?? {}),
    count: numberField(row, 'count') ?? 1,
  };
}

function parseDetail(raw: Row): DeviceEvent['detail'] {
  const entries = Object.entries(raw).filter(
    (entry): entry is [string, string | number | boolean | null] =>
      entry[0] !== '__proto__' && (entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1])),
  );
  return Object.fromEntries(entries);
}
