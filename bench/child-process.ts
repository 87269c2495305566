// Processes that a measurement starts: waited for until they are ready, and never left behind.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { ROOT } from '../tests/test-cloud';

interface Start {
  /** What it is, for messages: "The cloud did not start". */
  what: string;
  /** What it writes once it is ready. */
  ready: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

const START_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 30_000;
const KEPT_OUTPUT = 20_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
// Without a listener a signal would end this process past `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

/** Starts Node.js with these arguments. The process is killed when this one ends before it. */
export function spawnNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, options);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Runs a script of this project with `request` as JSON and returns what it printed, JSON too. Throws an Error that begins
 * with `what`, with its output, when it fails.
 */
export function runScript<T>(script: string, request: object, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = spawnNode(['--import', 'tsx', script, JSON.stringify(request)], { cwd: ROOT });
    let output = '';
    let problems = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      problems += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as T);
      else reject(new Error(`${what} ended with code ${code}:\n${problems}`));
    });
  });
}

/** Starts Node.js and waits until it is ready. Throws an Error with its output when it ends or takes three minutes. */
export function startProcess(args: readonly string[], { what, ready, ...options }: Start): Promise<ChildProcess> {
  const child = spawnNode(args, options);
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${what} ${why}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not start'), START_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-KEPT_OUTPUT);
        if (!output.includes(ready)) return;
        clearTimeout(timer);
        resolve(child);
      });
    }
    child.once('exit', (code) => fail(`ended with code ${code}`));
  });
}

/** Asks the process to end and waits until it has; kills it after half a minute. */
export function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.once('exit', () => {
      clearTimeout(patience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
