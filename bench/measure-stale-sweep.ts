// The look for silence over a large fleet: what it reads when few devices are due. The deployed code, on the real local
// tables.
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { sweepTables } from '../amplify/functions/core-status/presence-tables';
import { sweepPresence } from '../amplify/functions/core-status/sweep-presence';
import { sleep } from '../amplify/functions/shared/back-off';
import { dueShard } from '../domain/presence/due-shard';
import { loadAssembly } from '../local/assembly/load-assembly';
import { synthesize } from '../local/assembly/synthesize';
import { startDynamoDb } from '../local/dynamodb/start-dynamodb';
import { inParallel } from '../local/fleet/things/in-parallel';
import { ROOT } from '../tests/test-cloud';
import { tableOf } from './cloud-state';
import type { Part } from './part';
import { withFolder } from './with-cloud';

const MOST_DEVICES = 100_000;
const DUE_SHARE = 1 / 1000;
const CHUNK = 25;
const AT_ONCE = 8;
const MINUTE_MS = 60_000;

/** A fleet of 100,000 (quick: of 20,000), one in a thousand due, half of those silent. */
export const measureStaleSweep: Part = ({ samples, say }) =>
  withFolder('sweep', async (dataDirectory) => {
    const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
    const assembly = loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1:1' });
    const dynamodb = await startDynamoDb({ assembly, dataDirectory });
    const client = dynamodb.localClient();
    try {
      const devices = Math.min(MOST_DEVICES, samples);
      const due = await fill(client, devices);
      say(`  ${devices} devices, ${due.size} due`);
      return await measure(client, due);
    } finally {
      client.destroy();
      await dynamodb.stop();
    }
  });

/** Returns the names of those that are due. */
async function fill(client: DynamoDBClient, devices: number): Promise<Set<string>> {
  const [presenceTable, latestTable] = [await tableOf(client, 'DevicePresence'), await tableOf(client, 'DeviceLatest')];
  const nowMs = Date.now();
  const due = new Set<string>();
  const put = (row: Record<string, unknown>) => ({ PutRequest: { Item: marshall(row) } });
  const firsts = Array.from({ length: Math.ceil(devices / CHUNK) }, (_, chunk) => chunk * CHUNK);
  await inParallel(firsts, AT_ONCE, async (first) => {
    const indexes = Array.from({ length: Math.min(CHUNK, devices - first) }, (_, offset) => first + offset);
    const presences = indexes.map((index) => {
      const thingName = `device-${index}`;
      const isDue = index % (1 / DUE_SHARE) === 0;
      if (isDue) due.add(thingName);
      return put({
        ...{ thingName, presence: 'online', since: nowMs, reason: 'connected', eventType: 'connected' },
        ...{ sessionIdentifier: 's', versionNumber: 1, eventAt: nowMs - 60 * MINUTE_MS, revision: 'r' },
        ...{ dueAt: nowMs + (isDue ? -1 : 10) * MINUTE_MS, dueShard: dueShard(thingName) },
      });
    });
    // Half of those that are due were heard a minute ago.
    const latest = indexes.map((index) =>
      put({ thingName: `device-${index}`, receivedAt: nowMs - (index % 2000 === 0 ? 1 : 59) * MINUTE_MS }),
    );
    for (const [table, requests] of [
      [presenceTable, presences],
      [latestTable, latest],
    ] as const) {
      await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    }
  });
  return due;
}

async function measure(client: DynamoDBClient, due: ReadonlySet<string>) {
  const read: string[] = [];
  let requests = 0;
  client.middlewareStack.add((next) => async (request) => {
    const answer = await next(request);
    requests += 1;
    read.push(...namesIn(answer.output));
    return answer;
  });
  const tables = sweepTables({
    client,
    presenceTable: await tableOf(client, 'DevicePresence'),
    latestTable: await tableOf(client, 'DeviceLatest'),
    deviceTable: await tableOf(client, 'Device'),
    eventTable: await tableOf(client, 'DeviceEvent'),
    eventDays: 1,
    now: Date.now,
    sleep,
  });
  [read.length, requests] = [0, 0];
  const startedAt = performance.now();
  const summary = await sweepPresence({
    store: tables,
    now: Date.now,
    deadlineMs: Number.POSITIVE_INFINITY,
    log: { info: () => {}, warn: () => {}, error: (_message, error) => Promise.reject(error) },
    publish: async () => ({ tooLarge: 0 }),
    tellTransitions: async () => {},
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (summary.lookedAt !== due.size || summary.silent !== due.size / 2 || summary.failed > 0) {
    throw new Error(`The sweep did not do what it should: ${JSON.stringify(summary)}`);
  }
  return [
    {
      name: 'stale sweep: items read of devices that are not due',
      unit: '',
      value: read.filter((n) => !due.has(n)).length,
    },
    { name: 'stale sweep: items read per due device', unit: '', value: read.length / due.size },
    { name: 'stale sweep: requests per due device', unit: '', value: requests / due.size },
    { name: 'stale sweep: time', unit: 's', value: seconds },
  ];
}

function namesIn(output: unknown): string[] {
  const {
    Items = [],
    Item,
    Responses = {},
  } = output as {
    Items?: Named[];
    Item?: Named;
    Responses?: Record<string, Named[]>;
  };
  return [...Items, ...(Item ? [Item] : []), ...Object.values(Responses).flat()].map(
    ({ thingName }) => thingName?.S ?? '',
  );
}
interface Named {
  thingName?: { S?: string };
}
