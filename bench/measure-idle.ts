// What the local cloud holds while nobody looks: itself, and the simulated fleet that `npm start` runs beside it.
import { ROOT } from '../tests/test-cloud';
import { startProcess, stopProcess } from './child-process';
import type { Part } from './part';
import { memoryMb } from './processes';
import { withCloud } from './with-cloud';

const MOST_SECONDS = 30;

/** Starts both, waits until the fleet has written its past and for a while after, and reads their memory. */
export const measureIdle: Part = ({ seconds }) =>
  withCloud({}, async (cloud) => {
    const args = ['--import', 'tsx', 'local/fleet/main.ts', '--data', cloud.dataDirectory];
    const fleet = await startProcess(args, { what: 'The simulated fleet', ready: 'readings of the past', cwd: ROOT });
    try {
      await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, MOST_SECONDS) * 1_000));
      const [own, simulated] = [memoryMb(cloud.pid), memoryMb(fleet.pid ?? 0)];
      return [
        { name: 'idle: memory of the cloud', unit: 'MiB', value: own },
        { name: 'idle: memory of cloud and fleet', unit: 'MiB', value: own + simulated },
      ];
    } finally {
      await stopProcess(fleet);
    }
  });
