// What functions write to the console, one file each, of bounded size.
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DEFAULT_LIMIT_BYTES = 5 * 1024 * 1024;
// Every invocation says something; under load the lines of many share one write.
const GATHER_MS = 100;

/** Appends lines to `<directory>/<name>.log`. At `limitBytes` the file becomes `<name>.log.1`, in place of the last one. */
export class FunctionLog {
  readonly #pending = new Map<string, string[]>();
  readonly #bytes = new Map<string, number>();
  #hasFolder = false;
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly directory: string,
    private readonly limitBytes = DEFAULT_LIMIT_BYTES,
  ) {}

  /** Takes a line; it is on disk soon. A disk that refuses costs the line, never the function. */
  append(name: string, line: string): void {
    const lines = this.#pending.get(name);
    if (lines) lines.push(line);
    else this.#pending.set(name, [line]);
    if (this.#writing) return;
    this.#timer ??= setTimeout(() => this.#startWriting(), GATHER_MS);
  }

  /** Resolves when all lines so far are written. */
  async flush(): Promise<void> {
    if (this.#timer) this.#startWriting();
    while (this.#writing) await this.#writing;
  }

  #startWriting(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writeAll()
      .catch(() => {
        this.#hasFolder = false;
      })
      .finally(() => {
        this.#writing = null;
      });
  }

  async #writeAll(): Promise<void> {
    if (!this.#hasFolder) await mkdir(this.directory, { recursive: true });
    this.#hasFolder = true;
    for (let entry = takeFirst(this.#pending); entry; entry = takeFirst(this.#pending)) {
      const [name, lines] = entry;
      await this.#write(name, `${lines.join('\n')}\n`);
    }
  }

  async #write(name: string, text: string): Promise<void> {
    const path = join(this.directory, `${name}.log`);
    let bytes =
      this.#bytes.get(name) ??
      (await stat(path).then(
        ({ size }) => size,
        () => 0,
      ));
    if (bytes > 0 && bytes + text.length > this.limitBytes) {
      await rename(path, `${path}.1`);
      bytes = 0;
    }
    await appendFile(path, text);
    this.#bytes.set(name, bytes + Buffer.byteLength(text));
  }
}

function takeFirst<K, V>(map: Map<K, V>): [K, V] | undefined {
  const [first] = map;
  if (first) map.delete(first[0]);
  return first;
}
