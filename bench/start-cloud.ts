// The benched cloud: a process of its own on free ports and its own data, started as a person starts it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningCloud, runningCloud } from '../local/cli/running-cloud';
import type { DemoPerson } from '../local/demo-people';
import { ROOT } from '../tests/test-cloud';
import { startProcess, stopProcess } from './child-process';

export interface BenchCloud extends RunningCloud {
  dataDirectory: string;
  /** From the start of the process to the line that says it is ready. */
  startSeconds: number;
  viewer: DemoPerson;
  admin: DemoPerson;
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
  const args = [...startFlags(root), ...nodeArguments, '--import', 'tsx', ...command];
  const child = await startProcess(args, { what: 'The cloud', ready: READY, cwd: root });
  const startSeconds = (performance.now() - startedAt) / 1000;
  const people = JSON.parse(readFileSync(join(dataDirectory, 'people.json'), 'utf8')) as DemoPerson[];
  const [viewer, admin] = (['viewer', 'admin'] as const).map((role) => people.find((one) => one.role === role));
  if (!viewer || !admin) throw new Error('There is no viewer or no admin.');
  return { ...runningCloud(dataDirectory), dataDirectory, startSeconds, viewer, admin, stop: () => stopProcess(child) };
}

/** What `npm start` tells Node.js. */
function startFlags(root: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
