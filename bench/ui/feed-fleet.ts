// A process that publishes the newest states of many devices at an even pace, as the pipeline would: through the API's own
// mutation, many in a message. Its options come as JSON. Bounded in time.
import { setTimeout as pause } from 'node:timers/promises';
import { makePublish } from '../../amplify/functions/shared/publish';
import type { DeviceLatest } from '../../domain/telemetry/device-latest';
import { mergeDeviceLatest } from '../../domain/telemetry/merge-device-latest';
import { runningCloud } from '../../local/cli/running-cloud';
import { deviceNames } from '../devices';

/** What the process is asked to do: `rate` is in updates a second, of all devices together. */
export interface FeedRequest {
  dataDirectory: string;
  devices: number;
  rate: number;
  seconds: number;
}

const MOST_SECONDS = 3600;
const EVERY_MS = 50;
// So many values a metric remembers; without them the messages would be shorter than those of a fleet.
const REMEMBERED = 30;

const { dataDirectory, devices, rate, seconds } = JSON.parse(process.argv[2] ?? '') as FeedRequest;
const { awsEndpoint, region, credentials } = runningCloud(dataDirectory);
const publish = makePublish({
  graphqlUrl: `${awsEndpoint}/graphql`,
  env: {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  },
});
const names = deviceNames(devices);
const latest = new Map<string, DeviceLatest>();
const readings = (index: number, count: number) =>
  Array.from({ length: count }, (_, step) => {
    const receivedAt = Date.now() - (count - 1 - step) * 1000;
    const metrics = { temperature: 20 + ((index + step) % 50) / 10, humidity: 40 + ((index + step) % 20), battery: 80 };
    const thingName = names[index % devices] ?? '';
    return { thingName, sampleId: '', observedAt: receivedAt, receivedAt, clockRejected: false, metrics };
  });

const endsAt = performance.now() + Math.min(seconds, MOST_SECONDS) * 1000;
const startedAt = performance.now();
let told = 0;
while (performance.now() < endsAt) {
  const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
  const updates = [];
  for (; told < due; told += 1) {
    const thingName = names[told % devices] ?? '';
    const known = latest.get(thingName) ?? null;
    const newest = mergeDeviceLatest(known, readings(told, known ? 1 : REMEMBERED));
    if (!newest) continue;
    latest.set(thingName, newest);
    updates.push({ kind: 'latest' as const, latest: newest });
  }
  await publish({ fleet: updates, telemetry: new Map() });
  await pause(EVERY_MS);
}
process.stdout.write(`${JSON.stringify({ told, seconds: (performance.now() - startedAt) / 1000 })}\n`);
