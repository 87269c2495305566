// A long, steady load: what the cloud holds must not grow.
import { provisionDevices } from './devices';
import type { Part } from './part';
import { mappedMemoryMb, ownMemoryMb, peakMemoryMb } from './processes';
import { startLoad } from './start-load';
import { slope } from './statistics';
import { withCloud } from './with-cloud';

const DEVICES = 100;
const RATE = 200;
const LOOK_EVERY_MS = 5_000;
// Code is compiled, caches fill and the heap finds its size in the first part of the time.
const SETTLING_PART = 1 / 3;

/**
 * Publishes 200 readings a second from 100 devices and watches the cloud's own memory. What the kernel keeps in memory of
 * the database's files grows with the database and is given back when it is needed elsewhere: it is stated, not judged.
 */
export const measureSoak: Part = ({ minutes, say }) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, DEVICES);
    const startedAt = performance.now();
    const points: { x: number; y: number }[] = [];
    const looking = setInterval(() => {
      points.push({ x: (performance.now() - startedAt) / 3_600_000, y: ownMemoryMb(cloud.pid) });
    }, LOOK_EVERY_MS);
    const phases = [{ rate: RATE, seconds: minutes * 60 }];
    const load = { dataDirectory: cloud.dataDirectory, devices: DEVICES, readings: 'plain' as const, phases };
    const { peakMemoryMb: loadMemory } = await startLoad(load).finally(() => clearInterval(looking));
    const settled = points.slice(Math.floor(points.length * SETTLING_PART));
    say(`  from ${settled[0]?.y.toFixed(0)} to ${settled.at(-1)?.y.toFixed(0)} MiB, in ${settled.length} points`);
    return [
      { name: 'soak: growth of memory', unit: 'MiB/h', value: slope(settled) },
      { name: 'soak: own memory at the end', unit: 'MiB', value: ownMemoryMb(cloud.pid) },
      { name: 'soak: mapped files at the end', unit: 'MiB', value: mappedMemoryMb(cloud.pid) },
      { name: 'soak: cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) },
      { name: 'soak: load’s peak memory', unit: 'MiB', value: loadMemory },
      { name: 'soak: length', unit: 'min', value: minutes },
    ];
  });
