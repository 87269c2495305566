// QoS 1 messages that persistent sessions have not acknowledged, in memory and each in a file of its own. Knows nothing of
// subscriptions, nor of who is connected.
import { RecordFiles } from '../../registry/record-files';

/** One message for one session. */
export interface WaitingMessage {
  clientId: string;
  /** The broker's number of the message, which grows with every message; also after a restart. */
  number: number;
  topic: string;
  /** Base64. */
  payload: string;
}

interface Queue {
  messages: Map<number, WaitingMessage>;
  /** Message numbers by the packet identifiers that they were sent with. */
  sentAs: Map<number, number>;
  bytes: number;
  /** Whether it has dropped a message since it last had room. */
  isFull: boolean;
}

// What the file of a small message takes on the disk.
const SMALLEST_BYTES = 4096;

/** See the file's head. Open one with `WaitingMessages.open`. */
export class WaitingMessages {
  readonly #queues = new Map<string, Queue>();
  readonly #removals = new Set<Promise<void>>();

  private constructor(
    private readonly files: RecordFiles<WaitingMessage>,
    private readonly largestBytes: number,
    private readonly log: (line: string) => void,
  ) {}

  /** Opens the messages kept below `directory`. A session has at most `largestBytes` of them, each 4 KB at least. */
  static async open(directory: string, largestBytes: number, log: (line: string) => void): Promise<WaitingMessages> {
    const files = await RecordFiles.open<WaitingMessage>(directory, keyOf);
    const waiting = new WaitingMessages(files, largestBytes, log);
    for (const message of files.all().sort((a, b) => a.number - b.number)) waiting.#place(message);
    return waiting;
  }

  /** Clients for whom anything waits. */
  clientIds(): string[] {
    return [...this.#queues.keys()];
  }

  /** The highest number of a message; 0 when there is none. */
  highestNumber(): number {
    let highest = 0;
    for (const { messages } of this.#queues.values()) {
      for (const number of messages.keys()) highest = Math.max(highest, number);
    }
    return highest;
  }

  /** What waits for the client, oldest first, with the packet identifier that it was last sent with. */
  of(clientId: string): (WaitingMessage & { messageId: number | undefined })[] {
    const queue = this.#queues.get(clientId);
    if (!queue) return [];
    const ids = new Map([...queue.sentAs].map(([messageId, number]) => [number, messageId]));
    return [...queue.messages.values()].map((message) => ({ ...message, messageId: ids.get(message.number) }));
  }

  /** Resolves once the message is on disk, or is dropped because the session's queue is full, which the log tells once. */
  async add(message: WaitingMessage): Promise<void> {
    const queue = this.#queues.get(message.clientId);
    if (queue && queue.bytes + sizeOf(message) > this.largestBytes) {
      const session = `The session of ${JSON.stringify(message.clientId)} is full (${this.largestBytes} bytes)`;
      if (!queue.isFull) this.log(`${session}: messages from one on ${JSON.stringify(message.topic)} on are dropped.`);
      queue.isFull = true;
      return;
    }
    this.#place(message);
    try {
      await this.files.put(message);
    } catch (error) {
      this.#forget(message.clientId, message.number);
      throw error;
    }
    // Acknowledged, or its session gone, before it was written.
    if (!this.#queues.get(message.clientId)?.messages.has(message.number)) this.#erase(message);
  }

  /** Notes the packet identifier that a message is sent with. */
  sent(clientId: string, number: number, messageId: number): void {
    const queue = this.#queues.get(clientId);
    if (queue?.messages.has(number)) queue.sentAs.set(messageId, number);
  }

  /** Removes what the client acknowledged; returns it, or undefined when nothing waited under this identifier. */
  acknowledged(clientId: string, messageId: number): WaitingMessage | undefined {
    const number = this.#queues.get(clientId)?.sentAs.get(messageId);
    return number === undefined ? undefined : this.remove(clientId, number);
  }

  /** Removes a message, from the disk a little later: what a kill brings back is delivered again. */
  remove(clientId: string, number: number): WaitingMessage | undefined {
    const message = this.#forget(clientId, number);
    if (message) this.#erase(message);
    return message;
  }

  /** Removes all that waits for the client. */
  clear(clientId: string): void {
    for (const { number } of this.of(clientId)) this.remove(clientId, number);
  }

  /** Resolves once every removal so far has reached the disk. */
  async settled(): Promise<void> {
    await Promise.all(this.#removals);
  }

  #place(message: WaitingMessage): void {
    const queue = this.#queues.get(message.clientId) ?? {
      messages: new Map(),
      sentAs: new Map(),
      bytes: 0,
      isFull: false,
    };
    this.#queues.set(message.clientId, queue);
    queue.messages.set(message.number, message);
    queue.bytes += sizeOf(message);
  }

  #forget(clientId: string, number: number): WaitingMessage | undefined {
    const queue = this.#queues.get(clientId);
    const message = queue?.messages.get(number);
    if (!queue || !message) return undefined;
    queue.messages.delete(number);
    queue.bytes -= sizeOf(message);
    queue.isFull = false;
    for (const [messageId, each] of queue.sentAs) if (each === number) queue.sentAs.delete(messageId);
    if (queue.messages.size === 0) this.#queues.delete(clientId);
    return message;
  }

  #erase(message: WaitingMessage): void {
    const removal = this.files
      .delete(keyOf(message))
      .catch((error: unknown) => this.log(`A message that was delivered stays on disk: ${String(error)}`))
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }
}

function keyOf({ clientId, number }: Pick<WaitingMessage, 'clientId' | 'number'>): string {
  return `${number} ${clientId}`;
}

function sizeOf({ payload }: WaitingMessage): number {
  return Math.max(SMALLEST_BYTES, Buffer.byteLength(payload, 'base64'));
}
