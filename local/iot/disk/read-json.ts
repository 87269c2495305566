// Reads a small JSON file that may not be there yet.
import { readFile } from 'node:fs/promises';

/** Returns what the file holds, or null when there is none. Throws when it is not JSON. */
export async function readJson<Value>(path: string): Promise<Value | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Value;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
