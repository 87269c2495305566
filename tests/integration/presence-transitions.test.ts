// Transitions that no event of the broker told of, through the SDK's own client onto a real queue.
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tellTransitionsTo } from '../../amplify/functions/core-status/tell-transitions';
import type { DevicePresence } from '../../domain/presence/device-presence';
import { assemblyOf, queueResource, temporaryFolder } from '../../local/sqs/queue-fixture';
import { type Queues, startQueues } from '../../local/sqs/start-queues';
import { serveService } from './serve-service';

const QueueUrl = queueResource('discord').ref;
let queues: Queues;
let server: Awaited<ReturnType<typeof serveService>>;
let sqs: SQSClient;

beforeAll(async () => {
  const dataDirectory = await temporaryFolder();
  queues = await startQueues({ assembly: assemblyOf(dataDirectory, [queueResource('discord')]), dataDirectory });
  server = await serveService(queues.service);
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
  sqs = new SQSClient({ endpoint: server.endpoint, region: 'eu-central-1', credentials });
});
afterAll(async () => {
  sqs.destroy();
  await server.stop();
  await queues.stop();
});

const state = (thingName: string): DevicePresence => ({
  ...{ thingName, presence: 'stale', since: 7, reason: 'silent', sessionIdentifier: 's', versionNumber: 1 },
  ...{ eventAt: 1, eventType: 'connected' },
});
const lifecycles = new Map<string, string | null>();
const errors: string[] = [];
const tell = (queueUrl: string | undefined) =>
  tellTransitionsTo(queueUrl, {
    sqs,
    store: {
      termsOf: async () =>
        new Map([...lifecycles].map(([name, lifecycle]) => [name, { expectedIntervalMs: null, lifecycle }])),
    },
    log: { info: () => {}, warn: () => {}, error: (message) => errors.push(message) },
  });

async function received(): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
  }
}

it('are told with state, time and reason, more than ten at a time', async () => {
  await tell(QueueUrl)(Array.from({ length: 23 }, (_, n) => state(`esp-${n}`)));

  const bodies = await received();
  expect(bodies).toHaveLength(23);
  expect(bodies).toContainEqual({
    ...{ kind: 'presenceTransition', thingName: 'esp-7', presence: 'stale', since: 7, reason: 'silent' },
  });
  expect(errors).toEqual([]);
});

it('of devices in maintenance or out of use are told to nobody', async () => {
  for (const lifecycle of ['maintenance', 'disabled', 'retired', 'active']) lifecycles.set(lifecycle, lifecycle);
  await tell(QueueUrl)(['maintenance', 'disabled', 'retired', 'active', 'unregistered'].map(state));

  expect((await received()).map((body) => (body as DevicePresence).thingName).sort()).toEqual([
    'active',
    'unregistered',
  ]);
});

it('are told to nobody without a queue, and a queue that is gone is logged and fails nothing', async () => {
  await tell(undefined)([state('esp-1')]);
  expect([await received(), errors]).toEqual([[], []]);
  await tell(`${QueueUrl}-gone`)([state('esp-1')]);
  expect(errors).toHaveLength(1);
});
