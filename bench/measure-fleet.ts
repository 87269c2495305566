// What the processes of devices need: the simulated fleet that `npm start` runs, and the load of `npm run fleet`.
import { ROOT } from '../tests/test-cloud';
import { spawnNode, startProcess, stopProcess } from './child-process';
import type { Part } from './part';
import { peakMemoryMb, watchToTheEnd } from './processes';
import { withCloud } from './with-cloud';

const LOAD = ['--devices', '500', '--rate', '2000'];
const MOST_SECONDS = 60;

/** Runs the simulated fleet until it has written its past, then the load, and reads the peak memory of each process. */
export const measureFleet: Part = ({ seconds, say }) =>
  withCloud({}, async (cloud) => {
    const data = ['--data', cloud.dataDirectory];
    const node = ['--import', 'tsx'];
    const simulated = await startProcess([...node, 'local/fleet/main.ts', ...data], {
      ...{ what: 'The simulated fleet', ready: 'readings of the past', cwd: ROOT },
    });
    const simulatedMemory = peakMemoryMb(simulated.pid ?? 0);
    await stopProcess(simulated);
    const length = ['--seconds', String(Math.ceil(Math.min(seconds, MOST_SECONDS)))];
    const load = spawnNode([...node, 'local/cli/fleet.ts', ...LOAD, ...length, ...data], { cwd: ROOT });
    let output = '';
    for (const stream of [load.stdout, load.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
      });
    }
    const { peakMb, code } = await watchToTheEnd(load);
    if (code !== 0) throw new Error(`The load of npm run fleet ended with code ${code}:\n${output}`);
    say(output.trim().replace(/^/gm, '  '));
    return [
      { name: 'fleet: simulated devices’ peak memory', unit: 'MiB', value: simulatedMemory },
      { name: 'fleet: load’s peak memory', unit: 'MiB', value: peakMb },
      { name: 'fleet: cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) },
    ];
  });
