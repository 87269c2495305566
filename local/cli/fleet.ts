// `npm run fleet`: puts load on the local cloud, or takes the simulated devices away.
import { fleetFolder } from '../fleet/fleet-state';
import { type LoadOptions, parseFleetCommand } from '../fleet/load/load-options';
import { runLoad } from '../fleet/load/run-load';
import { FleetNotRemovedError, removeFleet } from '../fleet/remove-fleet';
import { GraphqlError } from '../fleet/things/call-graphql';
import { type DeviceIdentity, deviceFiles } from '../fleet/things/device-files';
import { inParallel } from '../fleet/things/in-parallel';
import { iotClient } from '../fleet/things/iot-client';
import { provisionThing } from '../fleet/things/provision-thing';
import { SettingsError } from '../settings/settings';
import { readCommand } from './read-command';
import { NotRunningError, type RunningCloud, runningCloud } from './running-cloud';

const USAGE = `Usage:
  npm run fleet -- [--devices N] [--rate R] [--seconds S] [--drop] [--garbage] [--data DIR]
      N devices (10) publish R readings a second in all (100), for S seconds (10); --drop lets them
      lose their connection, --garbage mixes in payloads that must be rejected
  npm run fleet -- --remove [--data DIR]
      takes the simulated fleet and the devices of load runs away`;

const PROVISIONED_AT_ONCE = 4;

async function loadIdentities(cloud: RunningCloud, directory: string, count: number): Promise<DeviceIdentity[]> {
  const iot = iotClient(cloud);
  const names = Array.from({ length: count }, (_, index) => `load-${String(index + 1).padStart(4, '0')}`);
  const identities: DeviceIdentity[] = [];
  await inParallel(names, PROVISIONED_AT_ONCE, async (name) => {
    const files = deviceFiles(directory, name);
    identities.push((await provisionThing(iot, name, files, { ...cloud, keys: 'device' })).identity);
  });
  return identities;
}

async function load(cloud: RunningCloud, directory: string, options: LoadOptions): Promise<number> {
  const identities = await loadIdentities(cloud, directory, options.devices);
  console.log(`${options.devices} devices, ${options.rate} readings a second, ${options.seconds} s ...`);
  const result = await runLoad(cloud, identities, options);
  const ms = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} ms`);
  console.log(`sent            ${result.sent}
acknowledged    ${result.acknowledged} (${(result.acknowledged / result.seconds).toFixed(0)} a second)
lost            ${result.lost}
reconnections   ${result.reconnections}
acknowledgement ${ms(result.medianMs)} in the middle, ${ms(result.p99Ms)} for all but one in a hundred`);
  return result.lost === 0 ? 0 : 1;
}

try {
  const command = parseFleetCommand(process.argv.slice(2));
  if (!command.ok) {
    console.error(`${command.problem}\n${USAGE}`);
    process.exit(2);
  }
  const { words, dataDirectory, help } = readCommand(command.settings, process.env);
  if (help || words.length > 0) {
    console[help ? 'log' : 'error'](USAGE);
    process.exit(help ? 0 : 2);
  }
  const cloud = runningCloud(dataDirectory);
  const folder = fleetFolder(dataDirectory);
  if (command.kind === 'load') process.exit(await load(cloud, folder.loadDirectory, command.load));
  const removed = await removeFleet(cloud, folder);
  console.log(`Removed ${removed.length} simulated devices. They stay away until npm run reset.`);
} catch (error) {
  const expected = [NotRunningError, SettingsError, GraphqlError, FleetNotRemovedError].some(
    (type) => error instanceof type,
  );
  if (!expected) throw error;
  console.error((error as Error).message);
  process.exit(1);
}
