// An append-only log in files ("segments") with group commit: many appends share one write and one fdatasync. Knows
// nothing of messages; message-store.ts does.
import { type FileHandle, mkdir, open, readdir, readFile, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecodedRecord, decodeRecords, encodeRecord } from './log-record';

/** A queue's files cannot be read or written. `resolution` says what a person can do. */
export class QueueStorageError extends Error {
  override name = 'QueueStorageError';
  constructor(
    message: string,
    readonly resolution: string,
    options?: { cause: unknown },
  ) {
    super(`${message} ${resolution}`, options);
  }
}

/** One file of the log. */
export interface Segment {
  readonly number: number;
  readonly path: string;
  /** What has been appended so far, on disk or on its way there. */
  bytes: number;
}

interface PendingWrite {
  segment: Segment;
  chunks: Buffer[];
  waiters: { resolve: () => void; reject: (error: Error) => void }[];
}

const DEFAULT_SEGMENT_BYTES = 4 * 1024 * 1024;
// How long a record that nobody waits for may stay in memory. Losing it repeats a delivery, never loses a message.
const LAZY_WRITE_MS = 50;

/** See the file's head. Open one with `SegmentedLog.open`. */
export class SegmentedLog {
  #pending: PendingWrite[] = [];
  #handle: { segment: Segment; file: FileHandle } | null = null;
  #writing: Promise<void> | null = null;
  #lazyTimer: NodeJS.Timeout | null = null;
  #failure: QueueStorageError | null = null;
  #closed = false;

  private constructor(
    private readonly directory: string,
    private readonly segmentBytes: number,
    private readonly ordered: Segment[],
  ) {}

  /**
   * Opens the log in `directory`, which is made if need be, and hands every whole record to `onRecord`, oldest first. A
   * torn record at the very end is cut off: whoever appended it was never told that it is safe. Throws QueueStorageError
   * for damage anywhere else.
   */
  static async open(
    directory: string,
    onRecord: (record: DecodedRecord, segment: Segment) => void,
    options: { segmentBytes?: number } = {},
  ): Promise<SegmentedLog> {
    await mkdir(directory, { recursive: true });
    const names = (await readdir(directory)).filter((name) => /^\d{10}\.log$/.test(name)).sort();
    const ordered: Segment[] = [];
    for (const [index, name] of names.entries()) {
      const segment: Segment = { number: Number.parseInt(name, 10), path: join(directory, name), bytes: 0 };
      const file = await readFile(segment.path);
      segment.bytes = decodeRecords(file, (record) => onRecord(record, segment));
      if (segment.bytes < file.length) {
        if (index < names.length - 1) {
          throw new QueueStorageError(
            `The queue log ${name} is damaged at byte ${segment.bytes}.`,
            'Restore the file, or give up all local data with `npm run reset`.',
          );
        }
        await truncate(segment.path, segment.bytes);
      }
      ordered.push(segment);
    }
    const log = new SegmentedLog(directory, options.segmentBytes ?? DEFAULT_SEGMENT_BYTES, ordered);
    if (ordered.length === 0) log.#startSegment(1);
    return log;
  }

  /** Oldest first; the last one takes the appends. Never empty. */
  get segments(): readonly Segment[] {
    return this.ordered;
  }

  /** Bytes of all segments together. */
  get bytes(): number {
    return this.ordered.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** How large a segment may grow before the next one is begun. */
  get segmentLimitBytes(): number {
    return this.segmentBytes;
  }

  /** Appends and resolves once the record is on the disk itself (fdatasync). `segment` is known at once. */
  append(payload: string): { segment: Segment; bytes: number; durable: Promise<void> } {
    const record = encodeRecord(payload);
    const pending = this.#enqueue(record);
    const durable = new Promise<void>((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      else pending.waiters.push({ resolve, reject });
    });
    this.#startWriting();
    return { segment: pending.segment, bytes: record.length, durable };
  }

  /** Appends in order, with the next write or a few milliseconds later; a crash may lose it. */
  appendLazily(payload: string): void {
    this.#enqueue(encodeRecord(payload));
    if (this.#writing || this.#lazyTimer || this.#closed) return;
    this.#lazyTimer = setTimeout(() => this.#startWriting(), LAZY_WRITE_MS);
    this.#lazyTimer.unref();
  }

  /** Deletes the oldest segment's file. The one that takes the appends stays. */
  async dropOldest(): Promise<void> {
    if (this.ordered.length < 2) return;
    const [oldest] = this.ordered.splice(0, 1);
    // Still being written only when everything in it was removed within one write: let that finish first.
    while (this.#writing && this.#pending.some((write) => write.segment === oldest)) await this.#writing;
    if (!oldest) return;
    if (this.#handle?.segment === oldest && !this.#writing) {
      const { file } = this.#handle;
      this.#handle = null;
      await file.close();
    }
    await unlink(oldest.path).catch(ignoreMissing);
  }

  /** Writes what is pending and closes. Rejects when that fails. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#startWriting();
    while (this.#writing) await this.#writing;
    await this.#handle?.file.close();
    this.#handle = null;
    if (this.#failure) throw this.#failure;
  }

  #enqueue(record: Buffer): PendingWrite {
    if (this.#closed) throw new QueueStorageError('The queue log is closed.', 'Start the local cloud again.');
    let active = this.ordered.at(-1) as Segment;
    if (active.bytes > 0 && active.bytes + record.length > this.segmentBytes)
      active = this.#startSegment(active.number + 1);
    active.bytes += record.length;
    let pending = this.#pending.at(-1);
    // The first entry is the one being written: it takes no more.
    if (!pending || pending.segment !== active || (this.#pending.length === 1 && this.#writing)) {
      pending = { segment: active, chunks: [], waiters: [] };
      this.#pending.push(pending);
    }
    pending.chunks.push(record);
    return pending;
  }

  #startSegment(number: number): Segment {
    const path = join(this.directory, `${String(number).padStart(10, '0')}.log`);
    const segment = { number, path, bytes: 0 };
    this.ordered.push(segment);
    return segment;
  }

  #startWriting(): void {
    if (this.#lazyTimer) clearTimeout(this.#lazyTimer);
    this.#lazyTimer = null;
    if (this.#writing || this.#pending.length === 0) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = null;
      // What was appended in the turn between the last look and now.
      if (this.#pending.length > 0) this.#startWriting();
    });
  }

  async #writeAll(): Promise<void> {
    for (let write = this.#pending[0]; write; write = this.#pending[0]) {
      try {
        if (this.#failure) throw this.#failure;
        const file = await this.#fileOf(write.segment);
        await file.appendFile(write.chunks.length === 1 ? (write.chunks[0] as Buffer) : Buffer.concat(write.chunks));
        if (write.waiters.length > 0) await file.datasync();
        for (const waiter of write.waiters) waiter.resolve();
      } catch (cause) {
        // Nobody knows what is on the disk now, so nothing may be promised until a restart has read it.
        this.#failure ??= new QueueStorageError(
          'A queue could not be written to disk.',
          'Free disk space or mend the data folder, then start again.',
          { cause },
        );
        for (const waiter of write.waiters) waiter.reject(this.#failure);
      }
      this.#pending.shift();
    }
  }

  async #fileOf(segment: Segment): Promise<FileHandle> {
    if (this.#handle?.segment === segment) return this.#handle.file;
    // A torn end is only forgiven in the last file, so the one before must be whole on disk first.
    await this.#handle?.file.datasync();
    await this.#handle?.file.close();
    this.#handle = { segment, file: await open(segment.path, 'a') };
    await syncDirectory(this.directory);
    return this.#handle.file;
  }
}

// A new file's name is durable only when its folder is. Windows cannot open folders, and needs it not.
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
