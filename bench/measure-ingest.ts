// Sustained ingest: many connected devices, every reading stored, the queue empty soon after.
import { countMessages, countRows, loggedLags } from './cloud-state';
import { provisionDevices } from './devices';
import type { Part, PartOptions } from './part';
import { cpuSeconds, peakMemoryMb } from './processes';
import { withProfile } from './queue-profile';
import type { Measurement } from './results';
import type { BenchCloud } from './start-cloud';
import { startLoad } from './start-load';
import { percentile } from './statistics';
import { withCloud } from './with-cloud';

const DEVICES = 500;
// A little more than the goal, so that the goal is measured and not the pace of the load.
const OFFERED = 2_200;
// Devices that report all the time are what is measured: for ten seconds after a silence each newest state is written by
// itself (amplify/functions/core-telemetry/update-latest.ts).
const WAKING = { rate: 100, seconds: 15 };
const DRAIN_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 100;

/** Ingest as deployed: at most 10 records a batch, no window. */
export const measureIngest: Part = (options) =>
  withCloud({}, (cloud) => ingest('ingest, 10 records and no window', cloud, options));

/** Ingest with large batches: at most 500 records, waited for up to a second. */
export const measureIngestBatched: Part = (options) =>
  withProfile({ batchSize: 500, windowSeconds: 1 }, (assemblyDirectory) =>
    withCloud({ assemblyDirectory }, (cloud) => ingest('ingest, 500 records or 1 s', cloud, options)),
  );

async function ingest(name: string, cloud: BenchCloud, { seconds, say, note }: PartOptions): Promise<Measurement[]> {
  const provisioningSince = performance.now();
  await provisionDevices(cloud, DEVICES);
  say(`  ${DEVICES} devices made in ${((performance.now() - provisioningSince) / 1000).toFixed(1)} s`);
  const [cpuBefore, phases] = [cpuSeconds(cloud.pid), [WAKING, { rate: OFFERED, seconds }]];
  const load = { dataDirectory: cloud.dataDirectory, devices: DEVICES, readings: 'plain' as const, phases };
  const { outcomes, peakMemoryMb: loadMemory } = await startLoad(load);
  const [waking, steady] = outcomes;
  if (!waking || !steady) throw new Error('The load has not done both of its phases.');
  const drainingSince = performance.now();
  while ((await countMessages(cloud)).waiting > 0) {
    if (performance.now() - drainingSince > DRAIN_WITHIN_MS) {
      note(
        `${name}: the queue was not empty ${DRAIN_WITHIN_MS / 1000} s after the load; what it held counts as missing.`,
      );
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  const drainedSeconds = (performance.now() - drainingSince) / 1000;
  const cpu = cpuSeconds(cloud.pid) - cpuBefore;
  const [stored, { dead }] = [await countRows(cloud, 'TelemetrySample'), await countMessages(cloud)];
  const acknowledged = waking.acknowledged + steady.acknowledged;
  const lags = loggedLags(cloud.dataDirectory);
  say(
    `  ${steady.sent} sent at ${OFFERED}/s, ${acknowledged} acknowledged in all, ${stored} stored, ${dead} dead letters`,
  );
  return [
    { name: 'rate', unit: '/s', value: steady.acknowledged / steady.seconds },
    { name: 'stored', unit: '/s', value: steady.acknowledged / (steady.seconds + drainedSeconds) },
    { name: 'missing', unit: 'readings', value: acknowledged - stored },
    { name: 'drained after', unit: 's', value: drainedSeconds },
    { name: 'PUBACK p50', unit: 'ms', value: steady.medianMs },
    { name: 'PUBACK p99', unit: 'ms', value: steady.p99Ms },
    { name: 'age when stored p50', unit: 'ms', value: percentile(lags, 0.5) },
    { name: 'age when stored p95', unit: 'ms', value: percentile(lags, 0.95) },
    { name: 'processor time of the cloud', unit: 'ms/reading', value: (cpu * 1000) / stored },
    { name: 'cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) },
    { name: 'load’s peak memory', unit: 'MiB', value: loadMemory },
  ].map((each) => ({ ...each, name: `${name}: ${each.name}` }));
}
