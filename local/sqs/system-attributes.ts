// What the queue itself says of a delivered message.
import type { ReceivedMessage } from './durable-queue';

/** Attributes as the SQS API and a function's event name them; times are epoch ms, as decimal text. */
export function systemAttributes(message: ReceivedMessage): Record<string, string> {
  const attributes: Record<string, string> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  if (message.deadLetterSourceArn !== null) attributes.DeadLetterQueueSourceArn = message.deadLetterSourceArn;
  return attributes;
}
