// The folders of finished syntheses below `.amplify/local`, and of those that are being written.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

// Written last, before the rename: a folder without it was not written by a finished synthesis.
const STAMP = 'synthesized-from.txt';
const UNFINISHED = /^\.unfinished-(\d+)-/;

/** Says whether `directory` holds the finished synthesis of the content `hash`. */
export function holdsSynthesis(directory: string, hash: string): boolean {
  const stamp = join(directory, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

/** Returns a new path beside `directory` to write into; nobody takes it for a finished synthesis. */
export function unfinishedBeside(directory: string): string {
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const writer = UNFINISHED.exec(name)?.[1];
    if (writer && !isRunning(Number(writer))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const mark = createHash('sha256')
    .update(`${basename(directory)}${process.hrtime.bigint()}`)
    .digest('hex');
  return join(parent, `.unfinished-${process.pid}-${mark.slice(0, 8)}`);
}

/** Puts what was written to `unfinished` in the place of `directory`, in one step. */
export function publishSynthesis(unfinished: string, directory: string, hash: string): void {
  writeFileSync(join(unfinished, STAMP), hash);
  // Another process may have finished the same synthesis meanwhile; either is right.
  if (holdsSynthesis(directory, hash)) {
    rmSync(unfinished, { recursive: true, force: true });
    return;
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(unfinished, directory);
}

/** Notes that `directory` is in use, so that it is not the next one to be removed. */
export function touchSynthesis(directory: string): void {
  const now = new Date();
  utimesSync(directory, now, now);
}

/**
 * Removes the syntheses beside `directory` with the same options (the same `prefix` in their names), except for the one
 * used last before it: a start that is still running may be reading it.
 */
export function removeOlderSyntheses(directory: string, prefix: string): void {
  const parent = dirname(directory);
  const older = readdirSync(parent)
    .filter((name) => name.startsWith(prefix) && name !== basename(directory))
    .map((name) => ({ path: join(parent, name), usedAt: statSync(join(parent, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of older.slice(1)) rmSync(path, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
