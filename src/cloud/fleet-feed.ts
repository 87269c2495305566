// The whole fleet: its live feed and its snapshot.
import type { Device } from '../../domain/devices/device';
import { parseDeviceRow } from '../../domain/devices/parse-device-row';
import type { FleetUpdate } from '../../domain/fleet/fleet-update';
import { parseFleetUpdates } from '../../domain/fleet/parse-fleet-updates';
import type { DevicePresence } from '../../domain/presence/device-presence';
import { parseDevicePresenceRow } from '../../domain/presence/parse-device-presence-row';
import type { DeviceLatest } from '../../domain/telemetry/device-latest';
import { parseDeviceLatestRow } from '../../domain/telemetry/parse-device-latest-row';
import { FIELDS } from './fields';
import { request, requestPages } from './graphql';
import { inSlices } from './in-slices';
import { keepSubscribed } from './keep-subscribed';
import { fieldOf, itemsOf, parseRows } from './read-rows';

/** What the snapshot hands on, page by page. */
export interface FleetSnapshotPages {
  onDevices: (devices: Device[]) => void;
  onLatests: (latests: DeviceLatest[]) => void;
  onPresences: (presences: DevicePresence[]) => void;
}

/** What the live feed hands on. `onReady`: what was published before may have been missed. */
export interface FleetFeedListener {
  onUpdates: (updates: FleetUpdate[]) => void;
  onDeviceChanged: (device: Device) => void;
  onDeviceRemoved: (thingName: string) => void;
  onReady: () => void;
}

const PAGE = 1000;

const list = (query: string, fields: string) =>
  `query List($limit: Int, $nextToken: String) { ${query}(limit: $limit, nextToken: $nextToken) { items { ${fields} } nextToken } }`;

/** Subscribes to every change of the fleet until the returned function is called. */
export function followFleet(listener: FleetFeedListener): () => void {
  const device = (operation: string, onDevice: (row: unknown) => void) =>
    keepSubscribed({
      declarations: '',
      body: `${operation} { ${FIELDS.device} }`,
      variables: {},
      onData: (data) => onDevice(fieldOf(data, operation)),
      // The fleet feed's own acknowledgement already asks for everything.
      onReady: () => {},
    });
  const changed = (row: unknown) => {
    const parsed = parseDeviceRow(row);
    if (parsed) listener.onDeviceChanged(parsed);
  };
  const stops = [
    keepSubscribed({
      declarations: '',
      body: 'onFleet { updates }',
      variables: {},
      onData: (data) => listener.onUpdates(parseFleetUpdates(fieldOf(fieldOf(data, 'onFleet'), 'updates'))),
      onReady: listener.onReady,
    }),
    device('onCreateDevice', changed),
    device('onUpdateDevice', changed),
    device('onDeleteDevice', (row) => {
      const thingName = fieldOf(row, 'thingName');
      if (typeof thingName === 'string') listener.onDeviceRemoved(thingName);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Fetches everything that is known of the fleet, the three tables at once. Resolves after the last page. Throws CloudError. */
export async function fetchFleet(pages: FleetSnapshotPages): Promise<void> {
  const take = <T>(
    query: string,
    fields: string,
    parse: (row: unknown) => T | undefined,
    onRows: (rows: T[]) => void,
  ) =>
    requestPages(list(query, fields), query, { limit: PAGE }, (page) =>
      inSlices(itemsOf(page), (slice) => onRows(parseRows(slice, parse))),
    );
  await Promise.all([
    take('listDevices', FIELDS.device, parseDeviceRow, pages.onDevices),
    take('listDeviceLatests', FIELDS.latest, parseDeviceLatestRow, pages.onLatests),
    take('listDevicePresences', FIELDS.presence, parseDevicePresenceRow, pages.onPresences),
  ]);
}

/** What is known of one thing; each part is null when there is none. */
export interface ThingRows {
  device: Device | null;
  latest: DeviceLatest | null;
  presence: DevicePresence | null;
}

/** Fetches one thing without waiting for the fleet. Throws CloudError. */
export async function fetchThing(thingName: string): Promise<ThingRows> {
  const get = (query: string, fields: string) =>
    request(`query Get($thingName: ID!) { ${query}(thingName: $thingName) { ${fields} } }`, query, { thingName });
  const [device, latest, presence] = await Promise.all([
    get('getDevice', FIELDS.device),
    get('getDeviceLatest', FIELDS.latest),
    get('getDevicePresence', FIELDS.presence),
  ]);
  return {
    device: parseDeviceRow(device) ?? null,
    latest: parseDeviceLatestRow(latest) ?? null,
    presence: parseDevicePresenceRow(presence) ?? null,
  };
}
