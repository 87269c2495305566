// SendMessage and SendMessageBatch.
import { AwsError } from '../gateway/aws-service';
import type { DurableQueue, Outgoing } from './durable-queue';
import type { MessageAttribute } from './message';
import { attributesDigest, bodyDigest } from './message-digest';
import { BacklogFullError } from './message-store';
import { type Fields, readAttributes, readEntries, readInteger, readString } from './read-request';

// What a message may not hold: #x9 | #xA | #xD | #x20-#xD7FF | #xE000-#xFFFD | #x10000-#x10FFFF may (SendMessage).
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Puts one message on the queue. Throws AwsError. */
export async function sendMessage(queue: DurableQueue, fields: Fields, senderId: string): Promise<object> {
  const outgoing = readOutgoing(queue, fields, senderId);
  return sent(queue, outgoing);
}

/** Puts up to 10 messages on the queue; each succeeds or fails by itself, unless together they are too long. Throws AwsError. */
export async function sendMessageBatch(queue: DurableQueue, fields: Fields, senderId: string): Promise<object> {
  const entries = readEntries(fields);
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(String(entry.MessageBody ?? '')), 0);
  if (bytes > queue.settings.maximumMessageBytes) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${queue.settings.maximumMessageBytes} bytes.`,
    );
  }
  const successful: object[] = [];
  const failed: object[] = [];
  await Promise.all(
    entries.map(async (entry) => {
      try {
        successful.push({ Id: entry.Id, ...(await sent(queue, readOutgoing(queue, entry, senderId))) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
      }
    }),
  );
  return { Successful: successful, Failed: failed };
}

async function sent(queue: DurableQueue, outgoing: Outgoing): Promise<object> {
  try {
    const { messageId } = await queue.send(outgoing);
    return {
      MessageId: messageId,
      MD5OfMessageBody: bodyDigest(outgoing.body),
      MD5OfMessageAttributes: attributesDigest(outgoing.attributes ?? {}),
    };
  } catch (error) {
    if (error instanceof BacklogFullError) throw new AwsError('OverLimit', error.message, 403);
    throw error;
  }
}

function readOutgoing(queue: DurableQueue, fields: Fields, senderId: string): Outgoing {
  for (const unsupported of ['MessageGroupId', 'MessageDeduplicationId', 'MessageSystemAttributes']) {
    if (fields[unsupported] === undefined) continue;
    throw new AwsError('UnsupportedOperation', `The local cloud does not support the parameter ${unsupported}.`);
  }
  const body = readString(fields, 'MessageBody');
  const attributes = readAttributes(fields);
  if (FORBIDDEN.test(body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  const limit = queue.settings.maximumMessageBytes;
  if (Buffer.byteLength(body) + attributeBytes(attributes) > limit) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  const delaySeconds = readInteger(fields, 'DelaySeconds', 0, 900);
  return { body, attributes, senderId, delayMs: delaySeconds === undefined ? undefined : delaySeconds * 1000 };
}

// Name, type and value count towards a message's size (SQS developer guide, message attributes).
function attributeBytes(attributes: Record<string, MessageAttribute>): number {
  return Object.entries(attributes).reduce((sum, [name, { dataType, stringValue = '', binaryValue = '' }]) => {
    const value = Buffer.byteLength(stringValue) + Buffer.byteLength(binaryValue, 'base64');
    return sum + Buffer.byteLength(name) + Buffer.byteLength(dataType) + value;
  }, 0);
}
