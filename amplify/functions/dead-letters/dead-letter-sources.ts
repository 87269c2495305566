// Which dead-letter queue belongs to which queue and function.
import type { SQSRecord } from 'aws-lambda';
import type { IngestQueue } from '../../../domain/dead-letters/dead-letter';
import type { DeadMessage } from '../../../domain/dead-letters/describe-dead-letter';

/** A queue whose dead letters are watched. */
export interface DeadLetterSource {
  queue: IngestQueue;
  deadLettersArn: string;
  queueUrl: string;
  reader: string;
  functionName: string;
  attempts: number;
}

/** Returns a delivered record with what is known of its queue. Throws an Error that names a queue that is not watched. */
export function readRecord(
  { messageId, body, attributes, eventSourceARN }: SQSRecord,
  sources: readonly DeadLetterSource[],
): DeadMessage & { queueUrl: string } {
  const source = sources.find(({ deadLettersArn }) => deadLettersArn === eventSourceARN);
  if (!source) throw new Error(`Nothing is known of the dead letters in ${eventSourceARN}.`);
  const { queue, queueUrl, reader, functionName, attempts } = source;
  return { messageId, body, sentAt: Number(attributes.SentTimestamp), queue, queueUrl, reader, functionName, attempts };
}
