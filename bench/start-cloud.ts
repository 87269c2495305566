// The benched cloud: a process of its own on free ports and its own data, started as a person starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningCloud, runningCloud } from '../local/cli/running-cloud';
import type { DemoPerson } from '../local/demo-people';
import { ROOT } from '../tests/test-cloud';

export interface BenchCloud extends RunningCloud {
  dataDirectory: string;
  /** From the start of the process to the line that says it is ready. */
  startSeconds: number;
  viewer: DemoPerson;
  stop(): Promise<void>;
}

interface CloudSettings {
  dataDirectory: string;
  /** The project's folder; this one when left out. */
  root?: string;
  /** Runs this assembly instead of what `npm start` synthesizes. */
  assemblyDirectory?: string;
  nodeArguments?: readonly string[];
}

const READY = 'Ready after';
const START_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 30_000;

/** Starts it and waits until it is ready. Throws an Error with its output when it ends or takes three minutes. */
export async function startCloud(settings: CloudSettings): Promise<BenchCloud> {
  const { dataDirectory, root = ROOT, assemblyDirectory, nodeArguments = [] } = settings;
  const startedAt = performance.now();
  const command = assemblyDirectory
    ? ['bench/run-assembly.ts', assemblyDirectory, dataDirectory]
    : [
        ...['local/cli/start.ts', '--fleet', 'off', '--data', dataDirectory],
        ...['--app-port', '0', '--aws-port', '0', '--mqtt-port', '0'],
      ];
  const child = spawn(process.execPath, [...nodeArguments, '--import', 'tsx', ...command], { cwd: root });
  await lineWith(child, READY);
  const startSeconds = (performance.now() - startedAt) / 1000;
  const people = JSON.parse(readFileSync(join(dataDirectory, 'people.json'), 'utf8')) as DemoPerson[];
  const viewer = people.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  return { ...runningCloud(dataDirectory), dataDirectory, startSeconds, viewer, stop: () => stop(child) };
}

function lineWith(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The cloud ${why}:\n${output}`));
    };
    const timer = setTimeout(() => fail('did not start'), START_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000);
        if (!output.includes(text)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once('exit', (code) => fail(`ended with code ${code}`));
  });
}

function stop(child: ChildProcess): Promise<void> {
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
