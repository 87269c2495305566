// The timeline of one device.
import type { DeviceEvent } from '../../domain/timeline/device-event';
import { parseDeviceEventRow } from '../../domain/timeline/parse-device-event-row';
import { FIELDS } from './fields';
import { request } from './graphql';
import { isExpired, itemsOf, parseRows } from './read-rows';

const NEWEST = `query Events($thingName: ID!, $limit: Int) {
  listDeviceEvents(thingName: $thingName, sortDirection: DESC, limit: $limit) { items { ${FIELDS.event} } } }`;

/** Fetches the newest events of one device, newest first, at most `limit`. Throws CloudError. */
export async function fetchDeviceEvents(thingName: string, limit: number): Promise<DeviceEvent[]> {
  const page = await request(NEWEST, 'listDeviceEvents', { thingName, limit });
  const nowMs = Date.now();
  return parseRows(
    itemsOf(page).filter((item) => !isExpired(item, nowMs)),
    parseDeviceEventRow,
  );
}
