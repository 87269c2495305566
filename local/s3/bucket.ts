// One bucket on disk: each object is one file, its head as a line of JSON and then its content, so that the two never
// disagree. Heads are held in memory; contents are not.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeAtomically } from '../iot/disk/write-atomically';

/** What is known of an object without reading it. */
export interface ObjectHead {
  key: string;
  bytes: number;
  /** Hexadecimal MD5 of the content, as for an object that was put in one piece (S3 API reference, Object). */
  md5: string;
  /** Base64 of the CRC-32, big-endian. */
  crc32: string;
  /** Epoch ms. */
  modifiedAt: number;
  /** What its writer wants said of it: `content-type`, `x-amz-meta-…`. Lower-case names. */
  headers: Readonly<Record<string, string>>;
}

// Node takes 16 KiB of headers and a key has 1 KiB at most, each character six in JSON at worst.
const LONGEST_HEAD_BYTES = 128 * 1024;
const LINE_END = 10;

/** See the file's head. Open one with `Bucket.open`. */
export class Bucket {
  readonly #heads = new Map<string, ObjectHead>();
  readonly #turns = new Map<string, Promise<unknown>>();
  #sorted: ObjectHead[] | null = null;

  private constructor(
    readonly name: string,
    readonly arn: string,
    private readonly directory: string,
  ) {}

  /** Opens the bucket in `directory`, which is made if need be. Throws an Error that names a file that is no object. */
  static async open(name: string, arn: string, directory: string): Promise<Bucket> {
    const bucket = new Bucket(name, arn, directory);
    await mkdir(directory, { recursive: true });
    for (const file of await readdir(directory)) {
      const path = join(directory, file);
      // A process that died while it wrote left `.tmp` behind, of which nobody was told.
      if (!file.endsWith('.object')) await rm(path);
      else {
        const head = await readHead(path);
        bucket.#heads.set(head.key, head);
      }
    }
    return bucket;
  }

  /** Resolves once the object is on disk; readers see it, whole, from then on. */
  put(key: string, content: Buffer, headers: Record<string, string>, nowMs: number): Promise<ObjectHead> {
    const head: ObjectHead = {
      key,
      bytes: content.length,
      md5: createHash('md5').update(content).digest('hex'),
      crc32: crc32Base64(content),
      modifiedAt: nowMs,
      headers,
    };
    return this.#inTurn(key, async () => {
      await writeAtomically(this.#pathOf(key), Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), content]));
      this.#heads.set(key, head);
      this.#sorted = null;
      return head;
    });
  }

  head(key: string): ObjectHead | undefined {
    return this.#heads.get(key);
  }

  /** The object as it is at one moment, or null. */
  async read(key: string): Promise<{ head: ObjectHead; content: Buffer } | null> {
    if (!this.#heads.has(key)) return null;
    try {
      const file = await readFile(this.#pathOf(key));
      const end = file.indexOf(LINE_END);
      return { head: JSON.parse(file.toString('utf8', 0, end)), content: file.subarray(end + 1) };
    } catch (error) {
      // Deleted in between.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Resolves once the object is gone; it need not have been there. */
  delete(key: string): Promise<void> {
    return this.#inTurn(key, async () => {
      await rm(this.#pathOf(key), { force: true });
      this.#heads.delete(key);
      this.#sorted = null;
    });
  }

  /** Every object, "in UTF-8 binary order" of the keys (ListObjectsV2). */
  all(): readonly ObjectHead[] {
    this.#sorted ??= [...this.#heads.values()].sort((a, b) => compareKeys(a.key, b.key));
    return this.#sorted;
  }

  // Of writes to one key at the same time the last one stays, whole (S3 API reference, PutObject).
  #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work);
    const over: Promise<unknown> = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.#turns.get(key) === over) this.#turns.delete(key);
      });
    this.#turns.set(key, over);
    return turn;
  }

  // A key may be `../../x`, longer than a file's name may be, or differ only in case where the file system does not care.
  #pathOf(key: string): string {
    return join(this.directory, `${createHash('sha256').update(key).digest('hex')}.object`);
  }
}

/** Orders keys by their bytes in UTF-8. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The CRC-32 of `content` as S3's headers write it. */
export function crc32Base64(content: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}

async function readHead(path: string): Promise<ObjectHead> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_HEAD_BYTES), 0, LONGEST_HEAD_BYTES, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(LINE_END);
    return JSON.parse(buffer.toString('utf8', 0, Math.max(end, 0)));
  } catch (cause) {
    throw new Error(`The file ${path} is no object of a local bucket. Remove it, or restore it.`, { cause });
  } finally {
    await file.close();
  }
}
