// The whole local cloud for a test: the real assembly, free ports, a temporary folder.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../local/assembly/synthesize';
import { buildApp } from '../local/cli/build-app';
import { type CloudOptions, type LocalCloud, startLocalCloud } from '../local/cloud';
import type { Clock } from '../local/settings/clock';
import { editAssembly, type StackResources } from './edit-assembly';

export const ROOT = join(import.meta.dirname, '..');

export interface TestCloud extends LocalCloud {
  dataDirectory: string;
  /** Stops the cloud and starts it again on the same data and ports. */
  restart(): Promise<TestCloud>;
  /** Stops the cloud and leaves its data. */
  halt(): Promise<void>;
}

export interface TestCloudOptions extends Pick<CloudOptions, 'chaos' | 'onDecision'> {
  /** Builds and serves the app; otherwise a blank page. */
  app?: boolean;
  /** Starts on what an earlier cloud left; a new folder unless given. */
  dataDirectory?: string;
  /** 0, a free port, unless given. */
  ports?: Partial<{ app: number; aws: number; mqtt: number }>;
  /** Changes a copy of the assembly before it is started; called for each stack. */
  edit?: (resources: StackResources) => void;
  /** What schedules run by; the machine's own clock unless given. */
  scheduleClock?: Clock;
}

/** A new folder for the data of a cloud. */
export const newDataDirectory = () => mkdtempSync(join(tmpdir(), 'fleetlight-'));

/** Starts a cloud without a fleet. `stop()` removes its data. */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const dataDirectory = options.dataDirectory ?? newDataDirectory();
  const synthesized = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  const directory = options.edit ? join(dataDirectory, 'assembly') : synthesized.directory;
  if (options.edit) editAssembly(synthesized.directory, directory, options.edit);
  const app = options.app ? (await buildApp(ROOT)).directory : blankApp(dataDirectory);
  const start = async (ports: { app: number; aws: number; mqtt: number }): Promise<TestCloud> => {
    const cloud = await startLocalCloud({
      assemblyDirectory: directory,
      appDirectory: app,
      rootDirectory: ROOT,
      dataDirectory,
      ports,
      lan: null,
      scheduleClock: options.scheduleClock,
      ...(options.chaos ? { chaos: options.chaos } : {}),
      ...(options.onDecision ? { onDecision: options.onDecision } : {}),
    });
    return {
      ...cloud,
      dataDirectory,
      async restart() {
        await cloud.stop();
        return start({ app: cloud.appPort, aws: cloud.awsPort, mqtt: cloud.mqttPort });
      },
      halt: () => cloud.stop(),
      async stop() {
        await cloud.stop();
        rmSync(dataDirectory, { recursive: true, force: true });
      },
    };
  };
  return start({ app: 0, aws: 0, mqtt: 0, ...options.ports });
}

// Without a built app Vite would serve the sources, and be at work on them beside the test.
function blankApp(dataDirectory: string): string {
  const directory = join(dataDirectory, 'blank-app');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Blank</title>');
  return directory;
}

// Far longer than anything takes on a machine that has other work, and short enough to be told of soon.
const DEADLINE_MS = 15_000;

/** Polls `condition` until it gives something other than undefined, false or null. Throws, with `what`, at the deadline. */
export async function eventually<T>(
  what: string,
  condition: () => T | Promise<T>,
  deadlineMs = DEADLINE_MS,
): Promise<Exclude<NonNullable<T>, false>> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const result = await condition();
    if (result !== undefined && result !== null && result !== false) return result as Exclude<NonNullable<T>, false>;
    if (performance.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
