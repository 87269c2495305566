// The messages of one queue, in memory and on disk. A message is safe once `add` has resolved; its removal and its
// receive count are written a little later, because losing those only repeats a delivery.
import type { NewMessage, StoredMessage } from './message';
import { QueueStorageError, type Segment, SegmentedLog } from './segmented-log';

type LogEntry =
  | { kind: 'sent'; message: StoredMessage }
  | { kind: 'removed'; sequences: number[] }
  | { kind: 'received'; at: number; sequences: number[] };

interface Placed {
  message: StoredMessage;
  segment: Segment;
  bytes: number;
}

// All bodies are held in memory and read at every start, so a backlog must have an end. Senders are refused beyond it.
const DEFAULT_BACKLOG_BYTES = 256 * 1024 * 1024;

/** A queue holds as much as this machine is willing to keep for it. */
export class BacklogFullError extends QueueStorageError {
  override name = 'BacklogFullError';
}

/** See the file's head. Open one with `MessageStore.open`. */
export class MessageStore {
  readonly #placed = new Map<number, Placed>();
  readonly #perSegment = new Map<Segment, Set<Placed>>();
  #nextSequence = 1;
  #liveBytes = 0;
  #tidying: Promise<void> | null = null;
  #closed = false;
  #log: SegmentedLog | null = null;

  private constructor(private readonly backlogBytes: number) {}

  /** Opens the store in `directory` with every message that was added and not removed. Throws QueueStorageError. */
  static async open(
    directory: string,
    options: { segmentBytes?: number; backlogBytes?: number } = {},
  ): Promise<MessageStore> {
    const store = new MessageStore(options.backlogBytes ?? DEFAULT_BACKLOG_BYTES);
    store.#log = await SegmentedLog.open(
      directory,
      ({ payload, bytes }, segment) => store.#replay(JSON.parse(payload) as LogEntry, segment, bytes),
      options,
    );
    store.#tidy();
    return store;
  }

  /** The messages, in the order in which they were added. */
  messages(): StoredMessage[] {
    return [...this.#placed.values()].map(({ message }) => message).sort((a, b) => a.sequence - b.sequence);
  }

  /** Bytes of the files, live or not. */
  get bytesOnDisk(): number {
    return this.#openLog.bytes;
  }

  /** Resolves once the message is on disk. Throws BacklogFullError, and QueueStorageError when the disk refuses. */
  async add(message: NewMessage): Promise<StoredMessage> {
    if (this.#liveBytes >= this.backlogBytes) {
      throw new BacklogFullError(
        'A queue has reached the most that it keeps.',
        'Let its function catch up, or purge it.',
      );
    }
    const stored: StoredMessage = {
      ...message,
      sequence: this.#nextSequence++,
      receiveCount: 0,
      firstReceivedAt: null,
    };
    await this.#append(stored);
    return stored;
  }

  /** Forgets messages. Those that are not (or no more) here are passed over. */
  remove(messages: readonly StoredMessage[]): void {
    const sequences: number[] = [];
    for (const { sequence } of messages) {
      const placed = this.#placed.get(sequence);
      if (!placed) continue;
      this.#forget(placed);
      sequences.push(sequence);
    }
    if (sequences.length === 0) return;
    this.#openLog.appendLazily(serialize({ kind: 'removed', sequences }));
    this.#tidy();
  }

  /** Counts a delivery of each message, now and (approximately) after a restart. */
  countReceive(messages: readonly StoredMessage[], nowMs: number): void {
    for (const message of messages) {
      message.receiveCount += 1;
      message.firstReceivedAt ??= nowMs;
    }
    const sequences = messages.map(({ sequence }) => sequence);
    this.#openLog.appendLazily(serialize({ kind: 'received', at: nowMs, sequences }));
  }

  /** Writes what is pending and closes the files. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#tidying;
    await this.#openLog.close();
  }

  get #openLog(): SegmentedLog {
    if (!this.#log) throw new QueueStorageError('The queue is not open yet.', 'Wait for it to open.');
    return this.#log;
  }

  async #append(message: StoredMessage): Promise<void> {
    const { segment, bytes, durable } = this.#openLog.append(serialize({ kind: 'sent', message }));
    this.#place(message, segment, bytes);
    try {
      await durable;
    } catch (error) {
      const placed = this.#placed.get(message.sequence);
      if (placed) this.#forget(placed);
      throw error;
    }
  }

  #place(message: StoredMessage, segment: Segment, bytes: number): void {
    const before = this.#placed.get(message.sequence);
    if (before) this.#forget(before);
    const placed = { message, segment, bytes };
    this.#placed.set(message.sequence, placed);
    let inSegment = this.#perSegment.get(segment);
    if (!inSegment) {
      inSegment = new Set();
      this.#perSegment.set(segment, inSegment);
    }
    inSegment.add(placed);
    this.#liveBytes += bytes;
  }

  #forget(placed: Placed): void {
    this.#placed.delete(placed.message.sequence);
    this.#perSegment.get(placed.segment)?.delete(placed);
    this.#liveBytes -= placed.bytes;
  }

  #replay(entry: LogEntry, segment: Segment, bytes: number): void {
    switch (entry.kind) {
      case 'sent':
        // The second time a message is met it was moved forward by tidying; that record is the newer one.
        this.#place(entry.message, segment, bytes);
        this.#nextSequence = Math.max(this.#nextSequence, entry.message.sequence + 1);
        return;
      case 'removed':
        for (const sequence of entry.sequences) {
          const placed = this.#placed.get(sequence);
          if (placed) this.#forget(placed);
        }
        return;
      case 'received':
        for (const sequence of entry.sequences) {
          const message = this.#placed.get(sequence)?.message;
          if (!message) continue;
          message.receiveCount += 1;
          message.firstReceivedAt ??= entry.at;
        }
    }
  }

  // Keeps the log within a constant factor of what lives in it. Only the oldest segment is ever dropped: the removals in
  // a later one may be all that says that a message in an older one is gone.
  #tidy(): void {
    if (this.#tidying || this.#closed || !this.#oldestIsUseless()) return;
    this.#tidying = this.#dropUseless()
      .catch(() => undefined) // The log has failed: it says so to every sender.
      .finally(() => {
        this.#tidying = null;
      });
  }

  #oldestIsUseless(): boolean {
    const log = this.#openLog;
    const [oldest] = log.segments;
    if (!oldest || log.segments.length < 2) return false;
    const live = this.#perSegment.get(oldest)?.size ?? 0;
    return live === 0 || log.bytes > 2 * this.#liveBytes + 3 * log.segmentLimitBytes;
  }

  async #dropUseless(): Promise<void> {
    while (!this.#closed && this.#oldestIsUseless()) {
      const [oldest] = this.#openLog.segments;
      if (!oldest) return;
      // Moved forward first, and only then dropped: at no instant is a message on no disk.
      const survivors = [...(this.#perSegment.get(oldest) ?? [])].map(({ message }) => message);
      await Promise.all(survivors.map((message) => this.#moveForward(message)));
      // One that was being added while the segment filled up may have come since.
      if ((this.#perSegment.get(oldest)?.size ?? 0) > 0) continue;
      this.#perSegment.delete(oldest);
      await this.#openLog.dropOldest();
    }
  }

  async #moveForward(message: StoredMessage): Promise<void> {
    const { segment, bytes, durable } = this.#openLog.append(serialize({ kind: 'sent', message }));
    this.#place(message, segment, bytes);
    await durable;
  }
}

function serialize(entry: LogEntry): string {
  return JSON.stringify(entry);
}
