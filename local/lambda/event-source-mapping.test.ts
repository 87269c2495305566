import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../settings/manual-clock';
import { assemblyOf, queueArn, queueResource, temporaryFolder } from '../sqs/queue-fixture';
import { startQueues } from '../sqs/start-queues';
import { type BatchFailure, runEventSourceMapping } from './event-source-mapping';
import type { MappingDefinition } from './event-source-mapping-definition';
import type { QueueEventRecord } from './queue-event';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Invocation {
  records: QueueEventRecord[];
  bodies: string[];
  succeed(answer?: unknown): Promise<void>;
  fail(error: Error): Promise<void>;
}

// A function whose invocations the test answers by hand.
async function start(change: Partial<MappingDefinition> = {}) {
  const clock = new ManualClock();
  const folder = await temporaryFolder();
  const assembly = assemblyOf(folder, [queueResource('work', { VisibilityTimeout: 60 })]);
  const queues = await startQueues({ assembly, dataDirectory: folder, clock });
  const queue = queues.queue(queueArn('work'));
  closers.push(() => queues.stop());
  const invocations: Invocation[] = [];
  const failures: BatchFailure[] = [];
  const stop = runEventSourceMapping({
    mapping: {
      logicalId: 'Mapping',
      queueArn: queueArn('work'),
      functionArn: 'arn:function',
      batchSize: 3,
      windowMs: 0,
      maxConcurrency: 2,
      reportsItemFailures: true,
      enabled: true,
      ...change,
    },
    queue,
    clock,
    onFailure: (failure) => failures.push(failure),
    functions: {
      invoke: (_, event) =>
        new Promise((resolve, reject) => {
          const { Records: records } = event as { Records: QueueEventRecord[] };
          invocations.push({
            records,
            bodies: records.map(({ body }) => body),
            succeed: (answer) => settle(() => resolve(answer)),
            fail: (error) => settle(() => reject(error)),
          });
        }),
    },
  });
  return { clock, queue, invocations, failures, stop, send: (body: string) => queue.send({ body }) };
}

async function settle(act: () => void): Promise<void> {
  act();
  await turn();
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('an idle function gets a message at once, in the documented shape', async () => {
  const { send, invocations, clock, queue } = await start();
  const sent = await send('hello');
  await turn();

  expect(invocations).toHaveLength(1);
  expect(invocations[0]?.records).toEqual([
    {
      messageId: sent.messageId,
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(clock.now()),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: String(clock.now()),
      },
      messageAttributes: {},
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn('work'),
      awsRegion: 'eu-central-1',
    },
  ]);
  await invocations[0]?.succeed();
  expect(queue.messageIds()).toEqual([]);
});

test('while the function is busy a batch fills; a full one, or an old one, brings in another instance', async () => {
  const { send, invocations, clock } = await start();
  await send('1');
  await turn();
  await send('2');
  await send('3');
  await turn();
  expect(invocations.map(({ bodies }) => bodies)).toEqual([['1']]);

  await invocations[0]?.succeed();
  expect(invocations.map(({ bodies }) => bodies)).toEqual([['1'], ['2', '3']]);
  await send('4');
  await turn();
  clock.advance(20);
  expect(invocations[2]?.bodies).toEqual(['4']);
  for (const body of ['5', '6', '7']) await send(body);
  await turn();
  clock.advance(1_000);
  expect(invocations).toHaveLength(3);
  await invocations[1]?.succeed();
  expect(invocations[3]?.bodies).toEqual(['5', '6', '7']);
});

test('a full batch does not wait for a busy function', async () => {
  const { send, invocations } = await start();
  await send('1');
  await turn();
  await Promise.all(['2', '3', '4'].map(send));
  await turn();

  expect(invocations).toHaveLength(2);
  expect(invocations[1]?.bodies).toHaveLength(3);
});

test('a batching window is waited for, and no longer than until the batch is full', async () => {
  const { send, invocations, clock } = await start({ windowMs: 5_000 });
  await send('1');
  await turn();
  clock.advance(4_999);
  expect(invocations).toHaveLength(0);
  clock.advance(1);
  expect(invocations[0]?.bodies).toEqual(['1']);
  await invocations[0]?.succeed();
  for (const body of ['2', '3', '4']) await send(body);
  await turn();
  expect(invocations[1]?.bodies).toEqual(['2', '3', '4']);
});

// With a window, three messages arrive as one batch however the disk groups them.
test('only what failed comes back, when its visibility has lapsed', async () => {
  const { send, invocations, failures, clock, queue } = await start({ windowMs: 1_000 });
  await Promise.all(['1', '2', '3'].map(send));
  await turn();
  const failing = invocations[0]?.records[1];
  await invocations[0]?.succeed({ batchItemFailures: [{ itemIdentifier: failing?.messageId }] });

  expect(queue.messageIds()).toEqual([failing?.messageId]);
  expect(failures).toMatchObject([{ messageIds: [failing?.messageId], error: null }]);
  clock.advance(59_999);
  await turn();
  expect(queue.available).toBe(0);
  clock.advance(1);
  await turn();
  clock.advance(1_000);
  expect(invocations[1]?.records).toMatchObject([
    { messageId: failing?.messageId, attributes: { ApproximateReceiveCount: '2' } },
  ]);
});

test('a function that throws gets its whole batch again', async () => {
  const { send, invocations, failures, clock } = await start({ windowMs: 1_000 });
  await Promise.all(['1', '2', '3'].map(send));
  await turn();
  const error = new Error('out of order');
  await invocations[0]?.fail(error);
  clock.advance(60_000);
  await turn();

  expect(failures).toMatchObject([{ error, messageIds: invocations[0]?.records.map(({ messageId }) => messageId) }]);
  expect(invocations[1]?.bodies.sort()).toEqual(['1', '2', '3']);
});

test('without ReportBatchItemFailures what the function returns means nothing', async () => {
  const { send, invocations, queue } = await start({ reportsItemFailures: false });
  const { messageId } = await send('1');
  await turn();
  await invocations[0]?.succeed({ batchItemFailures: [{ itemIdentifier: messageId }] });

  expect(queue.messageIds()).toEqual([]);
});

test('a batch beyond 6 MB is handed over in parts', async () => {
  const { send, invocations, queue } = await start({ batchSize: 10 });
  const body = 'x'.repeat(1024 * 1024);
  await Promise.all(Array.from({ length: 10 }, () => send(body)));
  const counts: number[] = [];
  while (queue.messageIds().length > 0) {
    await turn();
    const next = invocations[counts.length];
    if (!next) continue;
    counts.push(next.records.length);
    await next.succeed();
  }

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect(Math.max(...counts)).toBeLessThanOrEqual(5);
});

test('stopping waits for what is running and starts nothing more', async () => {
  const { send, invocations, stop, queue } = await start();
  await send('1');
  await turn();
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  await send('2');
  await turn();
  expect(stopped).toBe(false);
  await invocations[0]?.succeed();
  await stopping;

  expect(invocations).toHaveLength(1);
  expect(queue.messageIds()).toHaveLength(1);
});
