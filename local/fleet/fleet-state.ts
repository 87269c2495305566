// What the demonstration fleet remembers between runs, and whether somebody has taken it away.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface FleetState {
  /** Epoch ms; null before the first run. */
  firstStartMs: number | null;
  /** Everything before is published, epoch ms; null until a day of history is. */
  coveredUntilMs: number | null;
  /** Things whose rows were created once. Whoever deletes one does not get it back. */
  describedThings: string[];
}

export interface FleetFolder {
  directory: string;
  loadDirectory: string;
  readState(): FleetState;
  writeState(state: FleetState): void;
  /** True after `npm run fleet -- --remove`, until the data folder is wiped. */
  isRemoved(): boolean;
  setRemoved(removed: boolean): void;
  /** The process that publishes now, or null. */
  publisher(): number | null;
  /** Says that this process publishes; the result takes it back. */
  claim(): () => void;
  deleteAll(): void;
}

const NOTHING: FleetState = { firstStartMs: null, coveredUntilMs: null, describedThings: [] };

/** Returns the fleet's share of a data folder, making its folder when it is missing. */
export function fleetFolder(dataDirectory: string): FleetFolder {
  const directory = join(dataDirectory, 'fleet');
  const loadDirectory = join(dataDirectory, 'load');
  const statePath = join(directory, 'state.json');
  const publisherPath = join(directory, 'publisher.pid');
  const removedPath = join(dataDirectory, 'fleet-removed');
  return {
    directory,
    loadDirectory,
    readState: () =>
      existsSync(statePath) ? { ...NOTHING, ...JSON.parse(readFileSync(statePath, 'utf8')) } : { ...NOTHING },
    writeState(state) {
      mkdirSync(directory, { recursive: true });
      writeFileSync(`${statePath}.new`, JSON.stringify(state, null, 2));
      renameSync(`${statePath}.new`, statePath);
    },
    isRemoved: () => existsSync(removedPath),
    setRemoved(removed) {
      if (removed) writeFileSync(removedPath, 'The simulated fleet was taken away. Without this file it comes back.\n');
      else rmSync(removedPath, { force: true });
    },
    publisher() {
      if (!existsSync(publisherPath)) return null;
      const pid = Number(readFileSync(publisherPath, 'utf8'));
      return pid > 0 && isAlive(pid) ? pid : null;
    },
    claim() {
      mkdirSync(directory, { recursive: true });
      writeFileSync(publisherPath, String(process.pid));
      return () => rmSync(publisherPath, { force: true });
    },
    deleteAll() {
      rmSync(directory, { recursive: true, force: true });
      rmSync(loadDirectory, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
