// The devices of a run: made once per data folder, each with its own certificate.
import { join } from 'node:path';
import { type DeviceIdentity, deviceFiles } from '../local/fleet/things/device-files';
import { inParallel } from '../local/fleet/things/in-parallel';
import { iotClient } from '../local/fleet/things/iot-client';
import { provisionThing } from '../local/fleet/things/provision-thing';
import type { BenchCloud } from './start-cloud';

const AT_ONCE = 8;

export const deviceNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `load-${String(index).padStart(4, '0')}`);

export const deviceFolder = (dataDirectory: string): string => join(dataDirectory, 'bench-devices');

/** Returns the identities of the first `count` devices from their files. Throws when one was not made. */
export function readIdentities(dataDirectory: string, count: number): DeviceIdentity[] {
  return deviceNames(count).map((name) => {
    const identity = deviceFiles(deviceFolder(dataDirectory), name).read();
    if (!identity) throw new Error(`${name} was not made.`);
    return identity;
  });
}

/** Makes sure that `count` devices exist, with their keys on disk. */
export async function provisionDevices(cloud: BenchCloud, count: number): Promise<void> {
  const iot = iotClient(cloud);
  await inParallel(deviceNames(count), AT_ONCE, async (name) => {
    const files = deviceFiles(deviceFolder(cloud.dataDirectory), name);
    if (!files.read()) await provisionThing(iot, name, files, { ...cloud, keys: 'device' });
  });
  iot.destroy();
}
