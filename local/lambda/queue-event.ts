// The event in which a function receives messages of a queue.
import { REGION } from '../assembly/assembly';
import type { ReceivedMessage } from '../sqs/durable-queue';
import { attributesDigest, bodyDigest } from '../sqs/message-digest';
import { systemAttributes } from '../sqs/system-attributes';

/** One message in a function's event (Lambda developer guide, "Example Amazon SQS message event"). */
export interface QueueEventRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: Record<string, string>;
  messageAttributes: Record<string, object>;
  md5OfMessageAttributes?: string;
  md5OfBody: string;
  eventSource: 'aws:sqs';
  eventSourceARN: string;
  awsRegion: string;
}

/** Returns the record for a delivered message. */
export function queueEventRecord(message: ReceivedMessage, queueArn: string): QueueEventRecord {
  const md5OfMessageAttributes = attributesDigest(message.attributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [
        name,
        { ...attribute, stringListValues: [], binaryListValues: [] },
      ]),
    ),
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    md5OfBody: bodyDigest(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
}

// An invocation's payload is 6 MB at most (Lambda quotas); what surrounds a body in its record is counted generously.
const PAYLOAD_BYTES = 6 * 1024 * 1024;
const RECORD_OVERHEAD_BYTES = 2_048;

/** Cuts a batch into parts that each fit into one invocation. */
export function splitByPayload(batch: readonly ReceivedMessage[]): ReceivedMessage[][] {
  const parts: ReceivedMessage[][] = [];
  let room = 0;
  for (const message of batch) {
    // As JSON text within JSON, quotes and line breaks double.
    const bytes = Buffer.byteLength(JSON.stringify(message.body)) + RECORD_OVERHEAD_BYTES;
    if (bytes > room || parts.length === 0) {
      parts.push([]);
      room = PAYLOAD_BYTES;
    }
    parts.at(-1)?.push(message);
    room -= bytes;
  }
  return parts;
}
