// What a message on a queue is. Its states (visible, in flight) are durable-queue.ts's business.

/** A user's attribute, as in the SQS API. Exactly one value is set, by the type's first part (`String`, `Number`, `Binary`). */
export interface MessageAttribute {
  dataType: string;
  stringValue?: string;
  /** Base64. */
  binaryValue?: string;
}

/** A message as it is kept. Times are epoch ms. */
export interface StoredMessage {
  /** Its place in its queue's log: unique there, rising. */
  readonly sequence: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Who sent it: what `SenderId` says. */
  readonly senderId: string;
  /** Kept when the message moves to dead letters: retention counts from the first queue (SQS guide, dead-letter queues). */
  readonly sentAt: number;
  /** Not before this; later than `sentAt` only with a delay. */
  readonly availableAt: number;
  /** The queue that gave it up, on a dead-letter queue. */
  readonly deadLetterSourceArn: string | null;
  receiveCount: number;
  firstReceivedAt: number | null;
}

/** A message to keep, before the store has given it its place. */
export type NewMessage = Omit<StoredMessage, 'sequence' | 'receiveCount' | 'firstReceivedAt'>;
