// Gives the demonstration fleet its things, certificates and rows, once.
import type { RunningCloud } from '../cli/running-cloud';
import { DEMO_DEVICES, type DemoDevice } from './demo-devices';
import type { FleetFolder } from './fleet-state';
import { type DeviceIdentity, deviceFiles } from './things/device-files';
import { createDeviceRow } from './things/device-rows';
import { inParallel } from './things/in-parallel';
import { iotClient } from './things/iot-client';
import { CertificateDisabledError, provisionThing, thingExists } from './things/provision-thing';

// The local cloud's first requests are slow ones: its functions and resolvers wake up.
const AT_ONCE = 3;

/**
 * Makes what is missing and returns the devices that may connect. A device whose thing somebody deleted, or whose
 * certificate somebody disabled, stays away.
 */
export async function registerFleet(
  cloud: RunningCloud,
  folder: FleetFolder,
): Promise<{ device: DemoDevice; identity: DeviceIdentity }[]> {
  const iot = iotClient(cloud);
  const registered = new Map<DemoDevice, DeviceIdentity>();
  await inParallel(DEMO_DEVICES, AT_ONCE, async (device) => {
    const files = deviceFiles(folder.directory, device.thingName);
    if (files.read() && !(await thingExists(iot, device.thingName))) return;
    try {
      const { identity } = await provisionThing(iot, device.thingName, files, { ...cloud, keys: 'device' });
      registered.set(device, identity);
    } catch (error) {
      if (!(error instanceof CertificateDisabledError)) throw error;
    }
  });
  await describe(cloud, folder, [...registered.keys()]);
  return DEMO_DEVICES.flatMap((device) => {
    const identity = registered.get(device);
    return identity ? [{ device, identity }] : [];
  });
}

async function describe(cloud: RunningCloud, folder: FleetFolder, devices: readonly DemoDevice[]): Promise<void> {
  const described = new Set(folder.readState().describedThings);
  const rows = devices.flatMap((device) => device.rows).filter(({ thingName }) => !described.has(thingName));
  if (rows.length === 0) return;
  await inParallel(rows, AT_ONCE, async (row) => {
    await createDeviceRow(cloud, row);
    described.add(row.thingName);
  });
  folder.writeState({ ...folder.readState(), describedThings: [...described] });
}
