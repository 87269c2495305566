// Starts clouds in processes of their own and kills them, on the same data and ports each time.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type RunningFile, runningProcess } from '../local/cli/running-file';
import { ROOT } from './test-cloud';

export interface KillableCloud {
  running: RunningFile;
  /** SIGKILL: nothing is finished, nothing is told. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a cloud and resolves when it serves. Throws with what it printed when it ends instead. */
export async function startKillableCloud(options: {
  assemblyDirectory: string;
  appDirectory: string;
  dataDirectory: string;
  ports: { app: number; aws: number; mqtt: number };
}): Promise<KillableCloud> {
  const { assemblyDirectory, appDirectory, dataDirectory, ports } = options;
  const script = join(ROOT, 'tests/cloud-process.ts');
  const settings = [assemblyDirectory, appDirectory, dataDirectory, ...[ports.app, ports.aws, ports.mqtt].map(String)];
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...settings], { cwd: ROOT });
  await isReady(child);
  const running = runningProcess(dataDirectory);
  if (!running) throw new Error('The cloud says nothing about itself.');
  return {
    running,
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000);
      if (output.includes('ready')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The cloud ended with ${code}: ${output}`)));
  });
}

/** Returns ports that are free now; who restarts needs to know them beforehand. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
