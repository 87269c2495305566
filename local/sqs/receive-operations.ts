// ReceiveMessage, DeleteMessage, DeleteMessageBatch, ChangeMessageVisibility.
import { AwsError } from '../gateway/aws-service';
import type { Clock } from '../settings/clock';
import type { DurableQueue, ReceivedMessage } from './durable-queue';
import { attributesDigest, bodyDigest } from './message-digest';
import { type Fields, readEntries, readInteger, readNames, readString } from './read-request';
import { receiveWaiting } from './receive-waiting';
import { systemAttributes } from './system-attributes';

/** Up to 10 messages, after at most 20 seconds of waiting for the first. Throws AwsError. */
export async function receiveMessage(queue: DurableQueue, fields: Fields, clock: Clock): Promise<object> {
  const max = readInteger(fields, 'MaxNumberOfMessages', 1, 10) ?? 1;
  const visibilitySeconds = readInteger(fields, 'VisibilityTimeout', 0, 43_200);
  const waitSeconds = readInteger(fields, 'WaitTimeSeconds', 0, 20);
  // `AttributeNames` is the older name of the same list.
  const system = [...readNames(fields, 'MessageSystemAttributeNames'), ...readNames(fields, 'AttributeNames')];
  const own = readNames(fields, 'MessageAttributeNames');
  const messages = await receiveWaiting(queue, clock, {
    max,
    waitMs: waitSeconds === undefined ? queue.settings.receiveWaitMs : waitSeconds * 1000,
    visibilityTimeoutMs: visibilitySeconds === undefined ? undefined : visibilitySeconds * 1000,
  });
  return messages.length === 0 ? {} : { Messages: messages.map((message) => toWire(message, system, own)) };
}

/** Deletes a message by its handle. Throws AwsError `ReceiptHandleIsInvalid`. */
export function deleteMessage(queue: DurableQueue, fields: Fields): object {
  const [outcome] = queue.delete([readString(fields, 'ReceiptHandle')]);
  if (outcome === 'malformed') throw invalidHandle();
  return {};
}

/** Deletes up to 10 messages by their handles; each succeeds or fails by itself. Throws AwsError. */
export function deleteMessageBatch(queue: DurableQueue, fields: Fields): object {
  const entries = readEntries(fields);
  const outcomes = queue.delete(entries.map((entry) => readString(entry, 'ReceiptHandle')));
  const failed = entries.filter((_, index) => outcomes[index] === 'malformed');
  const { code, message } = invalidHandle();
  return {
    Successful: entries.filter((entry) => !failed.includes(entry)).map(({ Id }) => ({ Id })),
    Failed: failed.map(({ Id }) => ({ Id, Code: code, Message: message, SenderFault: true })),
  };
}

/** Hides a delivered message for another time, at most 12 hours; 0 gives it back. Throws AwsError. */
export function changeMessageVisibility(queue: DurableQueue, fields: Fields): object {
  const seconds = readInteger(fields, 'VisibilityTimeout', 0, 43_200);
  if (seconds === undefined) throw new AwsError('MissingParameter', 'The request must contain VisibilityTimeout.');
  switch (queue.changeVisibility(readString(fields, 'ReceiptHandle'), seconds * 1000)) {
    case 'changed':
      return {};
    case 'notInFlight':
      throw new AwsError('MessageNotInflight', 'The message referred to is not in flight.');
    case 'malformed':
      throw invalidHandle();
  }
}

function invalidHandle(): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}

function toWire(message: ReceivedMessage, system: readonly string[], own: readonly string[]): object {
  const asked = Object.entries(systemAttributes(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => own.some((pattern) => asksFor(pattern, name))),
  );
  const any = Object.keys(attributes).length > 0;
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: bodyDigest(message.body),
    Body: message.body,
    Attributes: asked.length > 0 ? Object.fromEntries(asked) : undefined,
    MD5OfMessageAttributes: attributesDigest(attributes),
    MessageAttributes: any
      ? Object.fromEntries(
          Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
            name,
            { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
          ]),
        )
      : undefined,
  };
}

// `All`, `.*`, a name, or a prefix followed by `.*` (SQS API reference, ReceiveMessage).
function asksFor(pattern: string, name: string): boolean {
  if (pattern === 'All' || pattern === '.*') return true;
  return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
