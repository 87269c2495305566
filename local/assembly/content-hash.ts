// What a build was made from, as one short name: equal content, equal hash, whatever the time stamps say.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';

const LEFT_OUT = /^node_modules$|\.test\.[cm]?tsx?$|\.tsbuildinfo$|^\.DS_Store$/;

/**
 * Returns the first 24 hexadecimal digits of a SHA-256 over the names and contents of `inputs`, files or folders below
 * `rootDirectory`, and over `options`. Tests and generated files do not count; an input that does not exist counts as such.
 */
export async function contentHash(rootDirectory: string, inputs: readonly string[], options = ''): Promise<string> {
  const hash = createHash('sha256');
  // Lengths stand before contents, so that no two different sets of files read the same.
  const add = (part: string | Buffer) => hash.update(`${part.length}:`).update(part);
  add(options);
  for (const input of [...inputs].sort()) {
    for (const file of await filesBelow(rootDirectory, input)) {
      add(file);
      add(await readFile(join(rootDirectory, file)));
    }
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesBelow(rootDirectory: string, path: string): Promise<string[]> {
  const absolute = join(rootDirectory, path);
  if (!existsSync(absolute)) return [];
  if ((await stat(absolute)).isFile()) return [path];
  const names = (await readdir(absolute)).filter((name) => !LEFT_OUT.test(name)).sort();
  const nested = await Promise.all(names.map((name) => filesBelow(rootDirectory, posix.join(path, name))));
  return nested.flat();
}
