// One delivery stream: records are on disk before they are acknowledged, and leave it when their object is in the bucket.
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '../settings/clock';
import type { ObjectWriter } from '../settings/ports';
import type { StoredMessage } from '../sqs/message';
import type { MessageStore } from '../sqs/message-store';
import { formatTime } from './prefix';
import type { StreamSettings } from './stream-settings';

const compress = promisify(gzip);

// How long after a delivery that failed the next one is tried.
const RETRY_MS = 60_000;
// "Begins with 1 and increases by 1 for every configuration change"; here a change is a new start of the same stream.
const VERSION = 1;

export interface DeliveryPorts {
  objects: ObjectWriter;
  isRoleAllowed(roleArn: string, action: string, resource: string): boolean;
  clock: Clock;
  /** Hears of each delivery that failed; its records are kept. */
  onFailure(stream: StreamSettings, records: number, error: unknown): void;
}

/** See the file's head. What `store` still holds from an earlier process is delivered first. */
export class DeliveryStream {
  readonly #waiting: StoredMessage[];
  #waitingBytes: number;
  #cancelTimer = () => {};
  #delivering: Promise<void> | null = null;
  #notBefore = 0;
  #closed = false;

  constructor(
    readonly settings: StreamSettings,
    private readonly store: MessageStore,
    private readonly ports: DeliveryPorts,
  ) {
    this.#waiting = store.messages();
    this.#waitingBytes = this.#waiting.reduce((sum, record) => sum + bytesOf(record), 0);
    this.#schedule();
  }

  /** Resolves to the record's id once it is on disk. Rejects as MessageStore does. */
  async put(data: Buffer): Promise<string> {
    const now = this.ports.clock.now();
    const stored = await this.store.add({
      messageId: randomUUID(),
      body: data.toString('base64'),
      attributes: {},
      senderId: '',
      sentAt: now,
      availableAt: now,
      deadLetterSourceArn: null,
    });
    this.#waiting.push(stored);
    this.#waitingBytes += data.length;
    this.#schedule();
    return stored.messageId;
  }

  /** Finishes the delivery that is under way; what waits is delivered after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer();
    await this.#delivering;
    await this.store.close();
  }

  #schedule(): void {
    this.#cancelTimer();
    const { bufferBytes, bufferMs } = this.settings;
    const [oldest] = this.#waiting;
    if (!oldest || this.#delivering || this.#closed) return;
    // Whichever condition is satisfied first triggers the delivery (Firehose guide, "Configure buffering hints").
    const dueAt = this.#waitingBytes >= bufferBytes ? 0 : oldest.sentAt + bufferMs;
    const delayMs = Math.max(dueAt, this.#notBefore) - this.ports.clock.now();
    if (delayMs > 0) {
      this.#cancelTimer = this.ports.clock.after(delayMs, () => this.#schedule());
      return;
    }
    this.#delivering = this.#deliver().finally(() => {
      this.#delivering = null;
      this.#schedule();
    });
  }

  async #deliver(): Promise<void> {
    const records = this.#nextObject();
    try {
      await this.#write(records);
    } catch (error) {
      this.#notBefore = this.ports.clock.now() + RETRY_MS;
      this.ports.onFailure(this.settings, records.length, error);
      return;
    }
    this.store.remove(records);
    this.#waiting.splice(0, records.length);
    this.#waitingBytes -= records.reduce((sum, record) => sum + bytesOf(record), 0);
  }

  #nextObject(): StoredMessage[] {
    let bytes = 0;
    const full = this.#waiting.findIndex((record) => {
      bytes += bytesOf(record);
      return bytes >= this.settings.bufferBytes;
    });
    return this.#waiting.slice(0, full < 0 ? this.#waiting.length : full + 1);
  }

  async #write(records: readonly StoredMessage[]): Promise<void> {
    const { compression, bucketName, bucketArn, roleArn } = this.settings;
    const key = this.#keyAt(records[0]?.sentAt ?? 0);
    if (!this.ports.isRoleAllowed(roleArn, 's3:PutObject', `${bucketArn}/${key}`)) {
      throw new Error(`The role ${roleArn} is not authorized to perform s3:PutObject on ${bucketArn}/${key}.`);
    }
    // Records follow each other with nothing in between (Firehose API reference, PutRecord).
    const content = Buffer.concat(records.map(({ body }) => Buffer.from(body, 'base64')));
    await this.ports.objects.put(bucketName, key, compression === 'GZIP' ? await compress(content) : content);
  }

  // "Configure Amazon S3 object name format": by the arrival of the oldest record in the object.
  #keyAt(atMs: number): string {
    const { name, prefix, compression } = this.settings;
    const suffix = `${name}-${VERSION}-${formatTime('yyyy-MM-dd-HH-mm-ss', atMs)}-${randomUUID()}`;
    return `${prefix(atMs)}${suffix}${compression === 'GZIP' ? '.gz' : ''}`;
  }
}

function bytesOf({ body }: StoredMessage): number {
  return Buffer.byteLength(body, 'base64');
}
