// What the kernel says of a process, by its id (proc(5)).
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

function memoryLine(pid: number, line: string): number {
  const kilobytes = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Returns the most memory that the process ever held (VmHWM), in MiB. */
export const peakMemoryMb = (pid: number): number => memoryLine(pid, 'VmHWM');

/** Returns the memory that the process holds now (VmRSS), in MiB. */
export const memoryMb = (pid: number): number => memoryLine(pid, 'VmRSS');

/** Returns how many seconds the process has run on any processor, all its threads together. */
export function cpuSeconds(pid: number): number {
  // utime and stime stand at 14 and 15; the name before them may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
