// Which dead-letter queue belongs to which queue and function.
import type { SQSRecord } from 'aws-lambda';
import type { IngestQueue } from '../../../domain/dead-letters/dead-letter';
import type { DeadMessage } from '../../../domain/dead-letters/describe-dead-letter';
import { isMeantFor, parseRuleFailure } from '../../../domain/dead-letters/rule-failure';
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

/** What a dead-letter queue delivered, as one of the letters that it makes. `recordId` is the delivered message's own. */
export interface DeliveredLetter extends DeadMessage {
  recordId: string;
}

/**
 * Returns a delivered record with what is known of its queue. A rule that feeds several queues reports to the dead letters
 * of the first one, once for all of its actions that failed: such a report is a letter of each queue that it names, so that
 * each is sent again to its own. Throws an Error that names a queue that is not watched.
 */
export function readRecord(
  { messageId, body, attributes, eventSourceARN }: SQSRecord,
  sources: readonly DeadLetterSource[],
): DeliveredLetter[] {
  const own = sources.find(({ deadLettersArn }) => deadLettersArn === eventSourceARN);
  if (!own) throw new Error(`Nothing is known of the dead letters in ${eventSourceARN}.`);
  const failures = parseRuleFailure(parseJson(body))?.failures ?? [];
  const named = sources.filter(({ queueUrl }) => failures.some((action) => isMeantFor(action, queueUrl)));
  return (named.length > 0 ? named : [own]).map(({ queue, queueUrl, reader, functionName, attempts }, i) => ({
    recordId: messageId,
    deadLetterId: i === 0 ? messageId : `${messageId}-${queue}`,
    body,
    sentAt: Number(attributes.SentTimestamp),
    ...{ queue, queueUrl, reader, functionName, attempts },
  }));
}
