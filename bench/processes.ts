// What the kernel says of a process, by its id (proc(5)).
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const LOOK_EVERY_MS = 100;

function memoryLine(pid: number, line: string): number {
  const kilobytes = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Returns the most memory that the process ever held (VmHWM), in MiB. */
export const peakMemoryMb = (pid: number): number => memoryLine(pid, 'VmHWM');

/** Returns the memory that the process holds now (VmRSS), in MiB. */
export const memoryMb = (pid: number): number => memoryLine(pid, 'VmRSS');

/** Returns the part of it that is its own (RssAnon), in MiB: all but files. */
export const ownMemoryMb = (pid: number): number => memoryLine(pid, 'RssAnon');

/** Returns what it has in memory of files (RssFile), in MiB: programs, and the database's tables as LevelDB maps them. */
export const mappedMemoryMb = (pid: number): number => memoryLine(pid, 'RssFile');

/** Returns how many seconds the process has run on any processor, all its threads together. */
export function cpuSeconds(pid: number): number {
  // utime and stime stand at 14 and 15; the name before them may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Waits for the process to end and returns the most memory that it was seen to hold (VmHWM), in MiB, and how it ended. */
export async function watchToTheEnd(child: ChildProcess): Promise<{ peakMb: number; code: number | null }> {
  let peakMb = Number.NaN;
  const looking = setInterval(() => {
    try {
      const now = peakMemoryMb(child.pid ?? 0);
      // A process that has ended and waits to be fetched has no memory any more.
      if (!Number.isNaN(now)) peakMb = now;
    } catch {
      // It ended a moment ago.
    }
  }, LOOK_EVERY_MS);
  const [code] = (await once(child, 'close').finally(() => clearInterval(looking))) as [number | null];
  return { peakMb, code };
}
