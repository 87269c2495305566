// What the running cloud does when a part of it fails: the function, the tables, the API, the disk. Nothing is lost.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseFleetUpdates } from '../../domain/fleet/parse-fleet-updates';
import type { DeviceIdentity } from '../../local/fleet/things/device-files';
import { type CuttableDoor, openDoor } from '../cuttable-door';
import { iotClient } from '../device';
import type { StackResources, TemplateResource } from '../edit-assembly';
import { connectAs, isAcknowledged, provisionDevices } from '../fast-device';
import { tokenOf } from '../people';
import { subscribe } from '../realtime';
import { rowsOf } from '../store';
import { eventually, newDataDirectory, startTestCloud, type TestCloud } from '../test-cloud';

const DEVICES = ['fault-1', 'fault-2', 'fault-3'];
// A failed batch comes back after this long; 180 s in the deployed backend.
const VISIBILITY_SECONDS = 4;
// Full for whoever writes, as the kernel says it; Linux only.
const FULL_DISK = '/dev/full';

let cloud: TestCloud;
let door: CuttableDoor;
let dataDirectory: string;
let marks: string;
let ca: string;
let identities: Map<string, DeviceIdentity>;
let clients: MqttClient[] = [];
let nextReading = 0;

beforeAll(async () => {
  // What fails on purpose says so.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  door = await openDoor();
  dataDirectory = newDataDirectory();
  marks = join(dataDirectory, 'deaths');
  mkdirSync(marks);
  cloud = await startTestCloud({ dataDirectory, edit: impatient });
  door.leadTo(cloud.awsPort);
  ca = readFileSync(cloud.caPath, 'utf8');
  const iot = iotClient(cloud);
  identities = await provisionDevices(cloud, iot, DEVICES);
  iot.destroy();
});
afterAll(async () => {
  await cloud?.stop();
  await door?.close();
});
beforeEach(async () => {
  clients = await Promise.all([...identities.values()].map((identity) => connectAs(cloud, ca, identity)));
});
afterEach(async () => {
  cloud.dynamodb.faults.clear();
  await Promise.all(clients.map((client) => client.endAsync(true)));
});

/** Has failed batches come back soon, the API behind the door, and core-telemetry die where a mark says so. */
function impatient(resources: StackResources): void {
  for (const resource of Object.values(resources)) {
    const { Type, Properties } = resource;
    if (Type === 'AWS::SQS::Queue') {
      Properties.VisibilityTimeout = VISIBILITY_SECONDS;
      if (Properties.RedrivePolicy) Properties.RedrivePolicy.maxReceiveCount = 20;
    }
    if (Type !== 'AWS::Lambda::Function') continue;
    Properties.Timeout = Math.min(Properties.Timeout ?? 3, VISIBILITY_SECONDS);
    const variables = Properties.Environment?.Variables;
    if (variables?.GRAPHQL_URL) variables.GRAPHQL_URL = `http://127.0.0.1:${door.port}/graphql`;
    if (variables?.TELEMETRY_SAMPLE_TABLE && variables.GRAPHQL_URL) makeMortal(resource);
  }
}

// Each mark is one death: its name says after how many milliseconds of a batch.
function makeMortal({ Properties }: TemplateResource): void {
  const directory = join(dataDirectory, 'assembly', `asset.${String(Properties.Code.S3Key).replace('.zip', '')}`);
  renameSync(join(directory, 'index.mjs'), join(directory, 'whole.mjs'));
  writeFileSync(
    join(directory, 'index.mjs'),
    `import { readdirSync, unlinkSync } from 'node:fs';
import { handler as whole } from './whole.mjs';
const marks = ${JSON.stringify(marks)};
export async function handler(event, context) {
  const [mark] = readdirSync(marks);
  if (mark) {
    try {
      unlinkSync(marks + '/' + mark);
      setTimeout(() => process.exit(1), Number.parseInt(mark, 10));
      void whole(event, context);
      return await new Promise(() => undefined);
    } catch {}
  }
  return whole(event, context);
}
`,
  );
}

/** Publishes readings from every device and returns their numbers once all are acknowledged. */
async function publish(count: number): Promise<number[]> {
  const numbers = Array.from({ length: count }, () => nextReading++);
  const outcomes = await Promise.all(
    numbers.map((reading) => {
      const at = reading % clients.length;
      const client = clients[at];
      if (!client) throw new Error('No device is connected.');
      const payload = JSON.stringify({ id: reading, ts: Date.now(), reading });
      return isAcknowledged(client, `${client.options.clientId}/telemetry`, Buffer.from(payload));
    }),
  );
  expect(outcomes).not.toContain(false);
  return numbers;
}

async function storedNumbers(): Promise<number[]> {
  const rows = await rowsOf(cloud, 'TelemetrySample');
  return rows.map(({ metrics }) => Number((metrics as Record<string, unknown>).reading));
}

/** Waits until every message was handled, none of them by giving it up. */
const isAllHandled = () => cloud.queues.all.every((queue) => queue.messageIds().length === 0);

async function expectStoredOnce(numbers: readonly number[]): Promise<void> {
  await eventually('every message is handled', isAllHandled, 45_000);
  const stored = await storedNumbers();
  expect(numbers.filter((number) => !stored.includes(number))).toEqual([]);
  expect(stored).toHaveLength(new Set(stored).size);
  const latest = new Map(
    (await rowsOf(cloud, 'DeviceLatest')).map((row) => [row.thingName, JSON.stringify(row.metrics)]),
  );
  for (const client of clients) expect(latest.get(client.options.clientId)).toContain('reading');
}

describe('a function that dies in the middle of its batch', () => {
  it('costs nothing that was acknowledged', { timeout: 60_000 }, async () => {
    for (const milliseconds of [0, 3, 8, 15, 30]) writeFileSync(join(marks, `${milliseconds}`), '');
    const numbers = await publish(300);
    await expectStoredOnce(numbers);
    expect(readdirSync(marks)).toEqual([]);
  });
});

describe('tables that fail', () => {
  it.each([
    ['refuse every write', { kind: 'refuseWrites', times: 60 }],
    ['throttle', { kind: 'throttle', times: 60 }],
    ['leave a part of each batch undone', { kind: 'unprocessed', times: 40, items: 4 }],
    [
      'leave more than a batch may be repeated',
      { kind: 'unprocessed', operations: ['BatchWriteItem'], times: 60, items: 25 },
    ],
  ] as const)('cost nothing when they %s', { timeout: 60_000 }, async (_, fault) => {
    cloud.dynamodb.faults.inject(fault);
    const numbers: number[] = [];
    // Until the fault has hit as often as it was to.
    while (!cloud.dynamodb.faults.isQuiet && numbers.length < 5_000) numbers.push(...(await publish(30)));
    numbers.push(...(await publish(30)));
    await expectStoredOnce(numbers);
    expect(cloud.dynamodb.faults.isQuiet).toBe(true);
  });

  it('cost no reject its place on the timeline', { timeout: 60_000 }, async () => {
    cloud.dynamodb.faults.inject({ kind: 'refuseWrites', times: 30 });
    const [client] = clients;
    if (!client) throw new Error('No device is connected.');
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => isAcknowledged(client, `${DEVICES[0]}/telemetry`, Buffer.from('not JSON'))),
    );
    expect(outcomes).not.toContain(false);
    await eventually('every message is handled', isAllHandled, 45_000);
    const rejects = (await rowsOf(cloud, 'DeviceEvent')).filter(({ kind }) => kind === 'payloadRejected');
    // At least: a repeated batch counts again what was counted before it failed.
    expect(rejects.reduce((sum, { count }) => sum + Number(count), 0)).toBeGreaterThanOrEqual(40);
  });
});

describe('an API that is down', () => {
  it('costs no reading; once it is back, open pages hear of the next one', { timeout: 60_000 }, async () => {
    const token = await tokenOf(cloud, 'viewer');
    const page = await subscribe(cloud, token, 'subscription { onFleet { updates } }');
    const heard = () =>
      page.messages
        .flatMap(({ updates }) => parseFleetUpdates(updates))
        .flatMap((update) => (update.kind === 'latest' ? [update.latest.metrics.reading?.value] : []));
    // One of each device, so that none stands for another.
    const before = await publish(clients.length);
    await eventually('the page hears', () => before.every((number) => heard().includes(number)));
    door.shut();
    const numbers = await publish(150);
    await expectStoredOnce(numbers);
    expect(heard().filter((value) => numbers.includes(Number(value)))).toEqual([]);
    door.open();
    const [number] = await publish(1);
    await eventually('the page hears again', () => heard().includes(number));
    page.close();
  });
});

describe.runIf(existsSync(FULL_DISK))('a full disk', () => {
  it('acknowledges nothing that it cannot keep; after a restart the device gets rid of it', {
    timeout: 60_000,
  }, async () => {
    await Promise.all(clients.map((client) => client.endAsync()));
    await eventually('every message is handled', isAllHandled, 20_000);
    cloud = await cloud.restart();
    const restore = fillDisk();
    const [identity] = identities.values();
    if (!identity) throw new Error('No device was made.');
    const topic = `${identity.thingName}/telemetry`;
    const number = nextReading++;
    const payload = Buffer.from(JSON.stringify({ id: number, ts: Date.now(), reading: number }));
    const refused = await connectAs(cloud, ca, identity);
    expect(await isAcknowledged(refused, topic, payload)).toBe(false);
    await refused.endAsync(true);

    // What was not told the device is told whoever stops the cloud; it stops all the same.
    const ports = { app: cloud.appPort, aws: cloud.awsPort, mqtt: cloud.mqttPort };
    await expect(cloud.restart()).rejects.toThrow('A queue could not be written to disk.');
    restore();
    cloud = await startTestCloud({ dataDirectory, ports, edit: impatient });
    expect(await storedNumbers()).not.toContain(number);
    const taken = await connectAs(cloud, ca, identity);
    clients = [taken];
    expect(await isAcknowledged(taken, topic, payload)).toBe(true);
    await expectStoredOnce([number]);
  });

  // Every queue appends to its last file; before the first append that file can be exchanged.
  function fillDisk(): () => void {
    const files = cloud.queues.all.map(({ settings }) => {
      const directory = join(dataDirectory, 'queues', settings.name);
      const last = readdirSync(directory)
        .filter((name) => name.endsWith('.log'))
        .sort()
        .at(-1);
      return join(directory, last ?? '0000000001.log');
    });
    for (const file of files) {
      if (existsSync(file)) renameSync(file, `${file}.kept`);
      symlinkSync(FULL_DISK, file);
    }
    return () => {
      for (const file of files) {
        unlinkSync(file);
        if (existsSync(`${file}.kept`)) renameSync(`${file}.kept`, file);
      }
    };
  }
});
