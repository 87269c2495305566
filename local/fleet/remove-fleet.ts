// Takes the simulated devices away: their publishing, certificates, things, rows and files.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningCloud } from '../cli/running-cloud';
import { DEMO_DEVICES } from './demo-devices';
import type { FleetFolder } from './fleet-state';
import { removeDevices } from './things/device-rows';

/** Some simulated devices are still there. */
export class FleetNotRemovedError extends Error {
  override name = 'FleetNotRemovedError';
  constructor(readonly remaining: readonly string[]) {
    super(`Not all simulated devices could be removed: ${remaining.join(', ')}. Run it again to go on.`);
  }
}

const STOPS_WITHIN_MS = 5_000;

/**
 * Removes the demonstration fleet and the devices of load runs. Returns the names that were removed. Rejects
 * with FleetNotRemovedError or GraphqlError when any is left; the files stay then, to be tried again.
 */
export async function removeFleet(cloud: RunningCloud, folder: FleetFolder): Promise<string[]> {
  // First the publishing: a reading that arrives after its device is gone would make an unregistered one.
  folder.setRemoved(true);
  try {
    await publisherStops(folder);
    const load = existsSync(folder.loadDirectory) ? readdirSync(folder.loadDirectory) : [];
    // Children before their gateway, so that a gateway that is left has none.
    const demo = DEMO_DEVICES.flatMap(({ thingName, rows }) => [
      ...rows.map((row) => row.thingName).filter((name) => name !== thingName),
      thingName,
    ]);
    const loadDevices = load.filter((name) => existsSync(join(folder.loadDirectory, name, 'device.json')));
    const wanted = [...demo, ...loadDevices];
    const removed = await removeDevices(cloud, wanted);
    const remaining = wanted.filter((name) => !removed.includes(name));
    if (remaining.length > 0) throw new FleetNotRemovedError(remaining);
    folder.deleteAll();
    return removed;
  } catch (error) {
    folder.setRemoved(false);
    throw error;
  }
}

async function publisherStops(folder: FleetFolder): Promise<void> {
  const deadline = Date.now() + STOPS_WITHIN_MS;
  while (folder.publisher() !== null && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
