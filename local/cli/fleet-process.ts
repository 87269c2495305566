// The simulated fleet runs beside the local cloud, in a process of its own: its clients are as far away as real ones.
import { fork } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings/settings';

/** Starts the fleet. Its log is `<data>/logs/fleet.log`; it ends by itself when this process does. */
export function startFleetProcess(options: { rootDirectory: string; settings: Settings }): { stop(): Promise<void> } {
  const { dataDirectory, seed } = options.settings;
  mkdirSync(join(dataDirectory, 'logs'), { recursive: true });
  const log = createWriteStream(join(dataDirectory, 'logs', 'fleet.log'), { flags: 'a' });
  const child = fork(
    join(options.rootDirectory, 'local/fleet/main.ts'),
    ['--data', dataDirectory, '--seed', String(seed)],
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      if (code !== 0 && signal === null) {
        console.error(`The simulated fleet ended unexpectedly (code ${code}); see ${log.path}.`);
      }
      resolve();
    });
  });
  return {
    async stop() {
      // Closing the channel is the fleet's sign to disconnect its devices and end.
      if (child.connected) child.disconnect();
      const patience = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(patience);
      log.end();
    },
  };
}
