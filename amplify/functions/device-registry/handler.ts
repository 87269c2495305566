// device-registry: answers the API's removeDevices. The API lets admins only in.
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { sleep } from '../shared/back-off';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import type { ResolverEvent } from '../shared/resolver-event';
import { tableClient } from '../shared/table-client';
import { deviceTables } from './device-tables';
import { iotConnections } from './iot-connections';
import { iotRegistry } from './iot-registry';
import { removeDevices } from './remove-devices';

const settings = readEnvironment(
  process.env,
  ['DEVICE_TABLE', 'DEVICE_LATEST_TABLE', 'DEVICE_PRESENCE_TABLE', 'NOTIFICATION_TOLD_TABLE'],
  ['AWS_ENDPOINT_URL'],
);
const log = makeLog('device-registry');
const control = new IoTClient({});
const ports = {
  log,
  sleep,
  registry: iotRegistry(control, sleep),
  connections: iotConnections(
    control,
    (address) =>
      // Where all services have one address, the SDK knows it; an endpoint given here would win.
      new IoTDataPlaneClient(settings.AWS_ENDPOINT_URL ? {} : { endpoint: `https://${address}` }),
  ),
  rows: deviceTables({
    client: tableClient(),
    deviceTable: settings.DEVICE_TABLE,
    latestTable: settings.DEVICE_LATEST_TABLE,
    presenceTable: settings.DEVICE_PRESENCE_TABLE,
    toldTable: settings.NOTIFICATION_TOLD_TABLE,
    sleep,
  }),
};
// A call of the API lasts at most 30 s (AWS AppSync quotas), a device takes up to a second, four are taken at a time, and
// what comes last may wait five seconds for presence.
const MOST_AT_ONCE = 50;

/** Removes the devices that the arguments name; returns those that are gone. Throws when more than 50 are named. */
export async function handler(event: ResolverEvent<{ thingNames: string[] }>): Promise<{ removed: string[] }> {
  const { thingNames } = event.arguments;
  if (thingNames.length > MOST_AT_ONCE) throw new Error(`At most ${MOST_AT_ONCE} devices can be removed at once.`);
  const removed = await removeDevices(thingNames, ports);
  log.info('Removed devices.', {
    caller: event.identity?.username ?? '',
    asked: thingNames.length,
    removed: removed.length,
  });
  return { removed };
}
