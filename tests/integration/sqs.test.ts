// Amazon SQS on disk, driven by the SDK's own client (which verifies the MD5 of every body).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assemblyOf, queueArn, queueResource, temporaryFolder } from '../../local/sqs/queue-fixture';
import { type Queues, startQueues } from '../../local/sqs/start-queues';
import { serveService } from './serve-service';

describe('through the SDK', () => {
  let queues: Queues;
  let server: Awaited<ReturnType<typeof serveService>>;
  let client: SQSClient;
  const QueueUrl = queueResource('work').ref;

  beforeAll(async () => {
    const dataDirectory = await temporaryFolder();
    const assembly = assemblyOf(dataDirectory, [
      queueResource('work', { RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 } }),
      queueResource('dead'),
    ]);
    queues = await startQueues({ assembly, dataDirectory });
    server = await serveService(queues.service);
    client = new SQSClient({
      endpoint: server.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    });
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
    await queues.stop();
  });
  beforeEach(() => {
    for (const queue of queues.all) queue.purge();
  });

  test('a message with attributes arrives whole, once, and is gone when deleted', async () => {
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'grüße \u{1F30D} "quoted"',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'telemetry' },
          bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
        },
      }),
    );
    const received = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] }),
    );
    const [message] = received.Messages ?? [];

    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'grüße \u{1F30D} "quoted"',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1', SenderId: 'tester:session' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'telemetry' } },
    });
    expect(message?.MessageAttributes?.bytes?.BinaryValue).toEqual(new Uint8Array([0, 255, 7]));
    expect(Number(message?.Attributes?.SentTimestamp)).toBeLessThanOrEqual(
      Number(message?.Attributes?.ApproximateFirstReceiveTimestamp),
    );
    expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      QueueArn: queueArn('work'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      VisibilityTimeout: '30',
    });
  });

  test('a message given back too often is found in the dead letters, with its origin', async () => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle;
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect((await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toBeUndefined();
    const { QueueUrl: deadUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
    const dead = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadUrl,
        WaitTimeSeconds: 5,
        MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
      }),
    );

    expect(dead.Messages).toMatchObject([
      {
        Body: 'poison',
        MessageId: Messages?.[0]?.MessageId,
        Attributes: { DeadLetterQueueSourceArn: queueArn('work') },
      },
    ]);
  });

  test('a long poll answers when a message comes, and batches report each entry by itself', async () => {
    const polled = client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }));
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'one' },
          { Id: 'bad', MessageBody: 'a \u0000 byte' },
        ],
      }),
    );
    const { Messages = [] } = await polled;
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'known', ReceiptHandle: Messages[0]?.ReceiptHandle },
          { Id: 'unknown', ReceiptHandle: 'nonsense' },
        ],
      }),
    );

    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    expect(Messages.map(({ Body }) => Body)).toEqual(['one']);
    expect(deleted.Successful).toEqual([{ Id: 'known' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'unknown', Code: 'ReceiptHandleIsInvalid' }]);
  });

  test('what SQS refuses is refused by its documented name', async () => {
    const outcome = (answer: Promise<unknown>) =>
      answer.then(
        () => 'accepted',
        (error: Error) => error.name,
      );
    const entry = { Id: 'same', MessageBody: 'x' };

    expect(await outcome(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1024 * 1024) })))).toBe(
      'accepted',
    );
    expect(
      await outcome(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1024 * 1024 + 1) }))),
    ).toBe('InvalidParameterValue');
    expect(await outcome(client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-not`, MessageBody: 'x' })))).toBe(
      'QueueDoesNotExist',
    );
    expect(await outcome(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry, entry] })))).toBe(
      'BatchEntryIdsNotDistinct',
    );
    expect(await outcome(client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })))).toBe(
      'InvalidParameterValue',
    );
    expect(await outcome(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })))).toBe(
      'ReceiptHandleIsInvalid',
    );
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'wo' }))).QueueUrls).toEqual([QueueUrl]);
  });

  test('permissions name the action and the queue, and an unknown operation is refused by name', () => {
    const request = { ...(server.seen[0] as (typeof server.seen)[0]) };
    const body = Buffer.from(JSON.stringify({ QueueUrl }));

    expect(queues.service.permissions({ ...request, operation: 'SendMessageBatch', body })).toEqual([
      { action: 'sqs:SendMessage', resource: queueArn('work') },
    ]);
    expect(() => queues.service.permissions({ ...request, operation: 'StartMessageMoveTask', body })).toThrow(
      'sqs:StartMessageMoveTask',
    );
  });
});

// The sender prints the number of each message once it was told that it is safe.
async function sendUntilKilled(folder: string, killAfterAcknowledged: number): Promise<Set<string>> {
  const script = fileURLToPath(new URL('send-forever.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length > killAfterAcknowledged) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return new Set(printed.split('\n').slice(0, -1));
}

test('after SIGKILL in the middle of sending, every acknowledged message is there', async () => {
  for (const killAfter of [1, 250, 3_000]) {
    const folder = await temporaryFolder();
    const acknowledged = await sendUntilKilled(folder, killAfter);
    const queues = await startQueues({
      assembly: assemblyOf(folder, [queueResource('work')]),
      dataDirectory: folder,
    });
    const kept = new Set(
      queues
        .queue(queueArn('work'))
        .receive(1_000_000)
        .map(({ body }) => body.trim()),
    );
    await queues.stop();

    expect(acknowledged.size).toBeGreaterThanOrEqual(killAfter);
    expect([...acknowledged].filter((body) => !kept.has(body))).toEqual([]);
  }
});
