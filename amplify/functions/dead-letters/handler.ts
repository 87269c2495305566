// dead-letters: reads its settings, builds its ports, and hands each batch of the dead-letter queues to its verb.
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import { tableClient } from '../shared/table-client';
import { type DeadLetterSource, readRecord } from './dead-letter-sources';
import { putDeadLetter } from './dead-letter-table';
import { keepDeadLetters } from './keep-dead-letters';

const settings = readEnvironment(process.env, [
  'DEAD_LETTER_TABLE',
  'TELEMETRY_DEAD_LETTERS_ARN',
  'TELEMETRY_QUEUE_URL',
  'TELEMETRY_FUNCTION',
  'PRESENCE_DEAD_LETTERS_ARN',
  'PRESENCE_QUEUE_URL',
  'PRESENCE_FUNCTION',
  'DISCORD_DEAD_LETTERS_ARN',
  'DISCORD_QUEUE_URL',
  'DISCORD_FUNCTION',
  'TELEMETRY_ATTEMPTS',
  'PRESENCE_ATTEMPTS',
  'DISCORD_ATTEMPTS',
]);
const sources: DeadLetterSource[] = [
  {
    queue: 'telemetry',
    reader: 'core-telemetry',
    deadLettersArn: settings.TELEMETRY_DEAD_LETTERS_ARN,
    queueUrl: settings.TELEMETRY_QUEUE_URL,
    functionName: settings.TELEMETRY_FUNCTION,
    attempts: Number(settings.TELEMETRY_ATTEMPTS),
  },
  {
    queue: 'presence',
    reader: 'core-status',
    deadLettersArn: settings.PRESENCE_DEAD_LETTERS_ARN,
    queueUrl: settings.PRESENCE_QUEUE_URL,
    functionName: settings.PRESENCE_FUNCTION,
    attempts: Number(settings.PRESENCE_ATTEMPTS),
  },
  {
    queue: 'discord',
    reader: 'discord-webhook',
    deadLettersArn: settings.DISCORD_DEAD_LETTERS_ARN,
    queueUrl: settings.DISCORD_QUEUE_URL,
    functionName: settings.DISCORD_FUNCTION,
    attempts: Number(settings.DISCORD_ATTEMPTS),
  },
];
const ports = {
  log: makeLog('dead-letters'),
  now: Date.now,
  put: putDeadLetter(tableClient(), settings.DEAD_LETTER_TABLE, Date.now),
};

/** Keeps one batch; the messages that could not be stored come back (partial batch response). */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const messages = event.Records.flatMap((record) => readRecord(record, sources));
  const failedIds = await keepDeadLetters(messages, ports);
  return { batchItemFailures: failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
}
