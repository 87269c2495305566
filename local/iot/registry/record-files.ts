// One file per record: a change writes a few hundred bytes, whatever the size of the fleet.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../disk/write-atomically';

/** Records of one kind by key, in memory for reading and on disk for the next start. */
export class RecordFiles<Value extends object> {
  readonly #directory: string;
  readonly #keyOf: (value: Value) => string;
  readonly #values = new Map<string, Value>();

  private constructor(directory: string, keyOf: (value: Value) => string) {
    this.#directory = directory;
    this.#keyOf = keyOf;
  }

  /** Reads every record below `directory`. Throws when a file is not what was written there. */
  static async open<Value extends object>(directory: string, keyOf: (value: Value) => string) {
    const files = new RecordFiles<Value>(directory, keyOf);
    await mkdir(directory, { recursive: true });
    for (const name of (await readdir(directory)).filter((each) => each.endsWith('.json'))) {
      const value = JSON.parse(await readFile(join(directory, name), 'utf8')) as Value;
      files.#values.set(keyOf(value), value);
    }
    return files;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** All records in the order of their keys, so that pages do not overlap. */
  all(): Value[] {
    return [...this.#values.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  }

  /** Resolves once the record is on disk; readers see it from then on. */
  async put(value: Value): Promise<void> {
    const key = this.#keyOf(value);
    await writeAtomically(this.#pathOf(key), JSON.stringify(value));
    this.#values.set(key, value);
  }

  async delete(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true });
    this.#values.delete(key);
  }

  // Names may hold characters that a file system refuses, or differ only in case where it does not care.
  #pathOf(key: string): string {
    return join(this.#directory, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}
