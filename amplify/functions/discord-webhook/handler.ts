// discord-webhook: reads its settings, builds its ports, and hands each batch of its queue to its verb.
import { randomUUID } from 'node:crypto';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { makeLog, makeMetrics } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import { tableClient } from '../shared/table-client';
import { readWebhook } from '../shared/webhook-secret';
import { notificationTables } from './notification-tables';
import { postMessage } from './post-message';
import { takeMessages } from './take-messages';

const settings = readEnvironment(
  process.env,
  [
    'DEVICE_PRESENCE_TABLE',
    'DEVICE_TABLE',
    'DEVICE_LATEST_TABLE',
    'NOTIFICATION_CHANNEL_TABLE',
    'NOTIFICATION_SENDER_TABLE',
    'NOTIFICATION_PENDING_TABLE',
    'NOTIFICATION_TOLD_TABLE',
    'NOTIFICATION_DELIVERY_TABLE',
    'DISCORD_QUEUE_URL',
    'DISCORD_DEAD_LETTERS_URL',
    'WEBHOOK_PARAMETER',
  ],
  ['DISCORD_API_URL'],
);
const metrics = makeMetrics('discord-webhook');
const log = makeLog('discord-webhook');
const sqs = new SQSClient({});
const ssm = new SSMClient({});
const queue = settings.DISCORD_QUEUE_URL;
const send = (QueueUrl: string, body: object, DelaySeconds?: number) =>
  sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body), DelaySeconds }));
const ports = {
  log,
  now: Date.now,
  newId: randomUUID,
  post: postMessage(settings.DISCORD_API_URL ?? 'https://discord.com'),
  webhook: () => readWebhook(ssm, settings.WEBHOOK_PARAMETER, process.env),
  send: async (body: object, delayMs: number) => {
    await send(queue, body, Math.min(900, Math.max(0, Math.ceil(delayMs / 1000))));
  },
  bury: async (body: object) => {
    await send(settings.DISCORD_DEAD_LETTERS_URL, body);
  },
  store: notificationTables({
    client: tableClient(),
    tables: {
      presence: settings.DEVICE_PRESENCE_TABLE,
      device: settings.DEVICE_TABLE,
      latest: settings.DEVICE_LATEST_TABLE,
      channel: settings.NOTIFICATION_CHANNEL_TABLE,
      sender: settings.NOTIFICATION_SENDER_TABLE,
      pending: settings.NOTIFICATION_PENDING_TABLE,
      told: settings.NOTIFICATION_TOLD_TABLE,
      delivery: settings.NOTIFICATION_DELIVERY_TABLE,
    },
    log,
    now: Date.now,
  }),
};

/** Takes one batch; what must wait comes back (partial batch response), each after its own time. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const messages = event.Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    body,
    attempts: Number(attributes.ApproximateReceiveCount),
  }));
  const summary = await takeMessages(messages, { ...ports, remainingMs: () => context.getRemainingTimeInMillis() });
  for (const name of ['received', 'noted', 'notUnderstood'] as const) {
    metrics.addMetric(name, MetricUnit.Count, summary[name]);
  }
  metrics.publishStoredMetrics();
  const receipts = new Map(event.Records.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]));
  await Promise.all(summary.returned.map(({ id, afterMs }) => hide(receipts.get(id), afterMs)));
  return { batchItemFailures: summary.returned.map(({ id }) => ({ itemIdentifier: id })) };
}

// Without it the message comes back all the same, only later.
async function hide(ReceiptHandle: string | undefined, afterMs: number): Promise<void> {
  const VisibilityTimeout = Math.ceil(afterMs / 1000);
  try {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle, VisibilityTimeout }));
  } catch (error) {
    log.error('A returned message keeps its longer wait.', error);
  }
}
