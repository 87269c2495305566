import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { type DeadLetterSource, readRecord } from './dead-letter-sources';
import { type KeptLetter, keepDeadLetters } from './keep-dead-letters';

const source: DeadLetterSource = {
  queue: 'telemetry',
  deadLettersArn: 'arn:dead',
  queueUrl: 'https://queue',
  reader: 'core-telemetry',
  functionName: 'fn',
  attempts: 5,
};
const record = (messageId: string, change: Partial<SQSRecord> = {}) =>
  ({
    messageId,
    body: '{"topic":"pump/telemetry","receivedAt":3}',
    attributes: { SentTimestamp: '7' },
    eventSourceARN: 'arn:dead',
    ...change,
  }) as SQSRecord;
const log = { info: () => {}, warn: () => {}, error: () => {} };

describe('keeping dead letters', () => {
  it('stores each with its reason, its body and where it goes back to', async () => {
    const stored: KeptLetter[] = [];
    const put = async (letter: KeptLetter) => void stored.push(letter);

    const failed = await keepDeadLetters(readRecord(record('a'), [source]), { put, log, now: () => 9 });

    expect(failed).toEqual([]);
    expect(stored).toEqual([
      expect.objectContaining({
        deadLetterId: 'a',
        queueUrl: 'https://queue',
        resendBody: record('a').body,
        original: record('a').body,
        failedAt: 9,
        thingName: 'pump',
        reason: expect.stringContaining('failed 5 times'),
      }),
    ]);
  });

  it('names those that could not be stored, and no others', async () => {
    const put = async ({ deadLetterId }: KeptLetter) => {
      if (deadLetterId === 'b') throw new Error('The table is away.');
    };
    const messages = ['a', 'b', 'c'].flatMap((id) => readRecord(record(id), [source]));

    expect(await keepDeadLetters(messages, { put, log, now: () => 9 })).toEqual(['b']);
  });

  it('refuses messages of a queue that it does not know', () => {
    expect(() => readRecord(record('a', { eventSourceARN: 'arn:other' }), [source])).toThrow('arn:other');
  });
});

describe('a report of a rule that feeds two queues', () => {
  const presence = { ...source, queue: 'presence' as const, queueUrl: 'https://sqs/1/app-PresenceQueue-x' };
  const discord = {
    ...source,
    queue: 'discord' as const,
    deadLettersArn: 'arn:other',
    queueUrl: 'https://sqs/1/app-DiscordQueue-y',
  };
  const reportOf = (...queues: string[]) =>
    record('a', { body: JSON.stringify({ failures: queues.map((failedResource) => ({ failedResource })) }) });

  it('belongs to the queue that it names, by name or URL', () => {
    const owners = [
      readRecord(reportOf('app-DiscordQueue-y'), [presence, discord]),
      readRecord(reportOf(discord.queueUrl), [presence, discord]),
      readRecord(reportOf('app-PresenceQueue-x'), [presence, discord]),
      readRecord(reportOf('somewhere-else'), [presence, discord]),
    ];
    expect(owners.map((letters) => letters.map(({ deadLetterId, queue }) => [deadLetterId, queue]))).toEqual([
      [['a', 'discord']],
      [['a', 'discord']],
      [['a', 'presence']],
      [['a', 'presence']],
    ]);
  });

  it('is a letter of each queue that it names, and stays when one of them could not be stored', async () => {
    const both = () => readRecord(reportOf('app-DiscordQueue-y', 'app-PresenceQueue-x'), [presence, discord]);
    expect(both().map(({ deadLetterId, queueUrl }) => [deadLetterId, queueUrl])).toEqual([
      ['a', presence.queueUrl],
      ['a-discord', discord.queueUrl],
    ]);
    const put = async ({ queue }: KeptLetter) => {
      if (queue === 'discord') throw new Error('The table is away.');
    };
    expect(await keepDeadLetters(both(), { put, log, now: () => 9 })).toEqual(['a']);
  });
});
