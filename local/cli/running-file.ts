// What a running local cloud says about itself in its data folder, for the other commands.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunningFile {
  pid: number;
  appUrl: string;
  awsEndpoint: string;
  mqttHost: string;
  mqttPort: number;
  caPath: string;
  region: string;
  devicePolicyName: string;
}

/** Another process runs on the data folder. */
export class DataInUseError extends Error {
  override name = 'DataInUseError';
  readonly resolution = 'Stop that one, or use another folder with --data DIR.';
  constructor(readonly pid: number) {
    super(`Fleetlight is already running on this data (process ${pid}).`);
  }
}

const lockIn = (dataDirectory: string) => join(dataDirectory, 'lock');

/**
 * Takes the data folder for this process, so that two starts at the same moment cannot both open it. A lock that a killed
 * process left is taken over. Returns what gives it back. Throws DataInUseError.
 */
export function lockData(dataDirectory: string): () => void {
  const path = lockIn(dataDirectory);
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(path, 'utf8'));
      if (pid === process.pid || isAlive(pid)) throw new DataInUseError(pid);
      rmSync(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  // A process killed while it wrote its lock left no number, and 0 would mean the whole group.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const pathIn = (dataDirectory: string) => join(dataDirectory, 'running.json');

/** Says that this process runs on `dataDirectory`. */
export function writeRunningFile(dataDirectory: string, running: RunningFile): void {
  const path = pathIn(dataDirectory);
  writeFileSync(`${path}.new`, JSON.stringify(running, null, 2));
  renameSync(`${path}.new`, path);
}

/** Takes it back. */
export function removeRunningFile(dataDirectory: string): void {
  rmSync(pathIn(dataDirectory), { force: true });
}

/** Returns the local cloud that runs on `dataDirectory`, or null; a file left by a killed process counts as null. */
export function runningProcess(dataDirectory: string): RunningFile | null {
  if (!existsSync(pathIn(dataDirectory))) return null;
  const running = JSON.parse(readFileSync(pathIn(dataDirectory), 'utf8')) as RunningFile;
  return isAlive(running.pid) ? running : null;
}
