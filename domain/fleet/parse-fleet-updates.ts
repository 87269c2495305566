// A message of the fleet feed, back into what it means.
import { parseDevicePresenceRow } from '../presence/parse-device-presence-row';
import { asRow, awsJson } from '../rows/row-fields';
import { parseDeviceLatestRow } from '../telemetry/parse-device-latest-row';
import { parseDeviceEventRow } from '../timeline/parse-device-event-row';
import type { FleetUpdate } from './fleet-update';

/**
 * Returns the updates in a message's `updates`, a JSON text or a list. What this version does not understand is dropped,
 * so that an older page survives a newer backend. Never throws.
 */
export function parseFleetUpdates(wire: unknown): FleetUpdate[] {
  const list = awsJson(wire);
  return Array.isArray(list) ? list.map(parseFleetUpdate).filter((update) => update !== undefined) : [];
}

function parseFleetUpdate(value: unknown): FleetUpdate | undefined {
  const update = asRow(value);
  switch (update?.kind) {
    case 'latest': {
      const latest = parseDeviceLatestRow(update.latest);
      return latest && { kind: 'latest', latest };
    }
    case 'presence': {
      const presence = parseDevicePresenceRow(update.presence);
      return presence && { kind: 'presence', presence };
    }
    case 'event': {
      const event = parseDeviceEventRow(update.event);
      return event && { kind: 'event', event };
    }
    default:
      return undefined;
  }
}
