// What the broker reads of aedes 1.2 beyond its published types. Everything that an update of aedes could break is here.
import type { Readable } from 'node:stream';
import type { Aedes, Client, PublishPacket } from 'aedes';

interface ClientInternals {
  /** Set once the client sent DISCONNECT. */
  _disconnected: boolean;
  /** The last will, from CONNECT on. */
  _will?: LastWill | null;
  /** Bytes of the packet that is being received. */
  _parser: { _list: { length: number } };
  /** How many packets are being handled; at zero the socket is read again. */
  _parsingBatch: number;
  /** Ends the handling of one packet. */
  _nextBatch(): void;
  /** The highest message counter delivered, by broker id. */
  duplicates: Record<string, number>;
}

/** What aedes asks of a store for what outlives a connection, as far as it is replaced here. */
export interface Persistence {
  createRetainedStreamCombi(filters: string[]): Readable;
  storeRetained(packet: PublishPacket): Promise<unknown>;
  /** With every filter of a SUBSCRIBE, also those that were refused; once for each that was granted. */
  addSubscriptions(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<unknown>;
  removeSubscriptions(client: { id: string }, filters: readonly string[]): Promise<unknown>;
  cleanSubscriptions(client: { id: string }): Promise<unknown>;
  /** The subscriptions with QoS 1 that match, one for each filter. */
  subscriptionsByTopic(topic: string): Promise<{ clientId: string; topic: string }[]>;
  outgoingUpdate(client: { id: string }, packet: { brokerCounter: number; messageId: number }): Promise<unknown>;
  outgoingClearMessageId(client: { id: string }, packet: { messageId?: number | undefined }): Promise<unknown>;
  outgoingStream(client: { id: string }): Readable;
}

export interface StoredSubscription {
  topic: string;
  qos: 0 | 1 | 2;
}

/** How aedes names a message; a packet that bears it is published under it. */
export interface MessageNumber {
  brokerId: string;
  brokerCounter: number;
}

export interface LastWill {
  topic: string;
  payload: Buffer | string;
  qos: 0 | 1 | 2;
  retain?: boolean;
}

function internalsOf(client: Client): ClientInternals {
  return client as unknown as ClientInternals;
}

/** Says whether the client announced its leave with DISCONNECT. */
export function saidGoodbye(client: Client): boolean {
  return internalsOf(client)._disconnected;
}

/** Returns the last will that the client's CONNECT carries, or null. */
export function lastWillOf(client: Client): LastWill | null {
  return internalsOf(client)._will ?? null;
}

/** Makes aedes forget the client's last will, as if the client had announced its leave. */
export function withholdLastWill(client: Client): void {
  internalsOf(client)._disconnected = true;
}

/** Returns how many bytes of an unfinished packet are held for the client. */
export function bytesHeldFor(client: Client): number {
  return internalsOf(client)._parser._list.length;
}

/**
 * Lets aedes read on although the packet at hand is not done: it would otherwise take nothing more from the client, not
 * even a PINGREQ, until then. Returns what must be called right before the packet is handed back.
 */
export function readOnMeanwhile(client: Client): () => void {
  const internals = internalsOf(client);
  let isReleased = false;
  // Not at once: this very packet may come out of the parser's loop, which is not re-entrant.
  const later = setImmediate(() => {
    isReleased = true;
    if (!client.closed) internals._nextBatch();
  });
  return () => {
    if (isReleased) internals._parsingBatch++;
    else clearImmediate(later);
  };
}

/**
 * Ends aedes's own check for repeated deliveries. It takes a message for a repetition when its number is not the highest
 * so far; but a QoS 1 message is delivered a little later than a QoS 0 message that was published after it, and would be
 * lost. deliver-once.ts checks exactly.
 */
export function endRepetitionCheck(client: Client): void {
  internalsOf(client).duplicates = new Proxy<Record<string, number>>({}, { get: () => 0, set: () => true });
}

/** Makes the broker give the message to whoever subscribes to its topic. */
export async function storeRetained(aedes: Aedes, packet: PublishPacket): Promise<void> {
  await persistenceOf(aedes).storeRetained(packet);
}

/**
 * Keeps retained messages from subscriptions with wildcards: "to receive a retained message upon subscription, the topic
 * filter must match the retained message topic exactly" (AWS IoT Core: MQTT retained messages).
 */
export function retainForExactFilters(aedes: Aedes): void {
  const persistence = persistenceOf(aedes);
  const every = persistence.createRetainedStreamCombi.bind(persistence);
  persistence.createRetainedStreamCombi = (filters) => every(filters.filter((filter) => !/[+#]/.test(filter)));
}

/** Returns the broker's store, whose methods may be replaced. */
export function persistenceOf(aedes: Aedes): Persistence {
  return (aedes as unknown as { persistence: Persistence }).persistence;
}

/** Takes the next number for a message. */
export function nextMessageNumber(aedes: Aedes): MessageNumber {
  const counting = aedes as unknown as { counter: number };
  counting.counter += 1;
  return { brokerId: aedes.id, brokerCounter: counting.counter };
}

/** Lets every message from now on have a higher number than `number`. */
export function numberMessagesAfter(aedes: Aedes, number: number): void {
  const counting = aedes as unknown as { counter: number };
  counting.counter = Math.max(counting.counter, number);
}
