// A start with a full store. Filling it takes minutes, so it is kept in .cache/ for later runs.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tests/test-cloud';
import { provisionDevices } from './devices';
import { fillStore } from './fill-store';
import type { Part, PartOptions } from './part';
import { peakMemoryMb } from './processes';
import { startCloud } from './start-cloud';

const DEVICES = 1_000;

/** Starts a cloud that holds a thousand devices and a million readings. */
export const measureFullStore: Part = async (options) => {
  const dataDirectory = await fullStore(options);
  const cloud = await startCloud({ dataDirectory });
  try {
    return [
      { name: 'full store: start', unit: 's', value: cloud.startSeconds },
      { name: 'full store: cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) },
    ];
  } finally {
    await cloud.stop();
  }
};

async function fullStore({ samples, say, note }: PartOptions): Promise<string> {
  const dataDirectory = join(ROOT, '.cache', 'bench', `store-${samples}`);
  const complete = join(dataDirectory, 'complete');
  if (existsSync(complete)) return dataDirectory;
  // What a run left unfinished would be half a store.
  rmSync(dataDirectory, { recursive: true, force: true });
  mkdirSync(dataDirectory, { recursive: true });
  const cloud = await startCloud({ dataDirectory });
  const startedAt = performance.now();
  try {
    await provisionDevices(cloud, DEVICES);
    say(`  ${DEVICES} devices made in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    await fillStore(cloud, { devices: DEVICES, samples, say });
  } finally {
    await cloud.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  note(`The store was filled with ${DEVICES} devices and ${samples} readings in ${seconds.toFixed(0)} s.`);
  writeFileSync(complete, `${seconds.toFixed(0)} s\n`);
  return dataDirectory;
}
