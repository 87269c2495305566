// The local cloud as a person runs it: `local/cli/start.ts` in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningProcess } from '../local/cli/running-file';
import { eventually, ROOT } from './test-cloud';

export interface CloudProcess {
  pid: number;
  dataDirectory: string;
  output(): string;
  /** Its ports, once it says that it is ready. Throws with its output when it ends before. */
  ready(): Promise<{ app: number; aws: number; mqtt: number }>;
  /** Resolves to its exit code, null when a signal ended it. */
  ended: Promise<number | null>;
  /** Signals it and all its children, as Ctrl-C in a terminal does. */
  signal(signal: NodeJS.Signals): void;
  /** Whether it or a child of it still runs. */
  isRunning(): boolean;
}

const READY_WITHIN_MS = 90_000;

/** Runs `npm start` with these settings, on free ports unless they say otherwise. */
export function runCloud(dataDirectory: string, settings: readonly string[] = []): CloudProcess {
  const ports = ['--app-port', '0', '--aws-port', '0', '--mqtt-port', '0'];
  const args = ['--import', 'tsx', 'local/cli/start.ts', '--data', dataDirectory, ...ports, ...settings];
  // A process group of its own, so that its children can be counted with it.
  const child: ChildProcess = spawn(process.execPath, args, { cwd: ROOT, detached: true });
  const pid = child.pid ?? 0;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      hasEnded = true;
      resolve(code);
    });
  });
  return {
    pid,
    dataDirectory,
    output: () => output,
    ended,
    signal: (signal) => process.kill(-pid, signal),
    isRunning() {
      try {
        return process.kill(-pid, 0);
      } catch {
        return false;
      }
    },
    async ready() {
      await eventually(
        'npm start is ready',
        () => {
          if (hasEnded) throw new Error(`It ended:\n${output}`);
          return output.includes('Ready after') && runningProcess(dataDirectory)?.pid === pid;
        },
        READY_WITHIN_MS,
      );
      const { appUrl, awsEndpoint, mqttPort } = JSON.parse(
        readFileSync(join(dataDirectory, 'running.json'), 'utf8'),
      ) as { appUrl: string; awsEndpoint: string; mqttPort: number };
      return { app: Number(new URL(appUrl).port), aws: Number(new URL(awsEndpoint).port), mqtt: mqttPort };
    },
  };
}
