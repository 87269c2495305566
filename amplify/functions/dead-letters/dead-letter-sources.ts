// Which dead-letter queue belongs to which queue and function.
import type { SQSRecord } from 'aws-lambda';
import type { IngestQueue } from '../../../domain/dead-letters/dead-letter';
import type { DeadMessage } from '../../../domain/dead-letters/describe-dead-letter';
import { parseRuleFailure } from '../../../domain/dead-letters/rule-failure';
import { parseJson } from '../../../domain/rows/row-fields';

/** A queue whose dead letters are watched. */
export interface DeadLetterSource {
  queue: IngestQueue;
  deadLettersArn: string;
  queueUrl: string;
  reader: string;
  functionName: string;
  attempts: number;
}

/**
 * Returns a delivered record with what is known of its queue. A rule that feeds two queues reports to the dead letters of
 * the first one, so a report belongs to the queue that it names. Throws an Error that names a queue that is not watched.
 */
export function readRecord(
  { messageId, body, attributes, eventSourceARN }: SQSRecord,
  sources: readonly DeadLetterSource[],
): DeadMessage & { queueUrl: string } {
  const named = parseRuleFailure(parseJson(body))?.resources ?? [];
  const own = sources.find(({ deadLettersArn }) => deadLettersArn === eventSourceARN);
  const other = sources.find(({ queueUrl }) => named.length > 0 && named.every((name) => isQueue(name, queueUrl)));
  const source = own && (other ?? own);
  if (!source) throw new Error(`Nothing is known of the dead letters in ${eventSourceARN}.`);
  const { queue, queueUrl, reader, functionName, attempts } = source;
  return { messageId, body, sentAt: Number(attributes.SentTimestamp), queue, queueUrl, reader, functionName, attempts };
}

// A report names a queue by its URL or by its name.
const isQueue = (named: string, queueUrl: string) =>
  named.slice(named.lastIndexOf('/') + 1) === queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
