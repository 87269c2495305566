// The process of the simulated fleet, started by `npm start` beside the local cloud. It ends when its parent does.
import { runningCloud } from '../cli/running-cloud';
import { readSettings } from '../settings/settings';
import { fleetFolder } from './fleet-state';
import { runDemoFleet } from './run-demo-fleet';

const REMOVED_CHECK_MS = 500;

const { dataDirectory, seed } = readSettings(process.argv.slice(2), process.env);
const folder = fleetFolder(dataDirectory);
if (folder.isRemoved()) {
  console.log('The simulated fleet was taken away; npm run reset brings it back.');
  process.exit(0);
}
const release = folder.claim();
const starting = runDemoFleet(runningCloud(dataDirectory), folder, seed);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const fleet = await starting.catch(() => null);
  await fleet?.stop();
  release();
  process.exit(0);
}

// Whichever way the parent holds this process: its channel, its pipe, or a signal.
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
if (process.channel) process.on('disconnect', stop);
else process.stdin.on('end', stop).resume();
setInterval(() => folder.isRemoved() && stop(), REMOVED_CHECK_MS);

try {
  const fleet = await starting;
  console.log(`Simulated: ${fleet.thingNames.join(', ') || 'nobody'}`);
  const startedAt = performance.now();
  const count = await fleet.history;
  if (!stopping)
    console.log(`${count} readings of the past in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
} catch (error) {
  release();
  throw error;
}
