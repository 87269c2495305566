// A JSON document that survives a SIGKILL: every commit writes a new file beside the old one, flushes it to the disk and
// renames it into place. Commits that wait for the disk share one write.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** A data file that is no JSON. A person must decide what becomes of it: it is never overwritten by an empty one. */
export class DamagedFileError extends Error {
  override name = 'DamagedFileError';
  readonly resolution = 'Restore the file from a copy, or start afresh with `npm run reset`.';
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be read.`, { cause });
  }
}

/** A document in memory (`value`, changed in place) with a durable copy on disk, readable by its owner only. */
export class DurableJson<T> {
  #committed: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  private constructor(
    private readonly file: string,
    readonly value: T,
  ) {}

  /**
   * Opens `file`, or starts with `empty()` when it does not exist. `revive` is JSON.parse's. Throws DamagedFileError when
   * the file is no JSON.
   */
  static async open<T>(
    file: string,
    empty: () => T,
    revive?: (key: string, value: unknown) => unknown,
  ): Promise<DurableJson<T>> {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new DurableJson(file, empty());
      throw error;
    }
    try {
      return new DurableJson(file, JSON.parse(text, revive) as T);
    } catch (error) {
      throw new DamagedFileError(file, error);
    }
  }

  /** Resolves once everything that was changed before the call is on the disk. */
  commit(): Promise<void> {
    if (this.#next) return this.#next;
    const write = this.#committed.then(() => {
      this.#next = null;
      return replaceFile(this.file, JSON.stringify(this.value, null, 1));
    });
    this.#next = write;
    // A failed write is its caller's error; the next commit still tries.
    this.#committed = write.catch(() => undefined);
    return write;
  }

  /** Resolves when no write is under way. */
  settled(): Promise<void> {
    return this.#committed;
  }
}

/** Replaces a file as a whole (mode 0600): a reader, or a crash, sees the old text or the new, never a part. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  // The rename itself is durable only when the folder is flushed too.
  const folder = await open(path.dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
