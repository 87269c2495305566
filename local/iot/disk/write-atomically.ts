// Replaces a small file so that a reader, or the next start after a kill, sees either the old content or the new one.
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes `content` to `path` through a temporary file beside it. Resolves once the content is flushed to the disk and
 * bears its final name. Two writers of one path must take turns. `mode` applies to the new file.
 */
export async function writeAtomically(path: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
