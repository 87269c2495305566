// A cloud for the length of one measurement, on data of its own that is thrown away afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchCloud, startCloud } from './start-cloud';

/** Starts a cloud on new data, lets `use` use it, and stops it whatever happens. */
export async function withCloud<T>(
  settings: { assemblyDirectory?: string; nodeArguments?: readonly string[] },
  use: (cloud: BenchCloud) => Promise<T>,
): Promise<T> {
  return withFolder('data', async (dataDirectory) => {
    const cloud = await startCloud({ ...settings, dataDirectory });
    try {
      return await use(cloud);
    } finally {
      await cloud.stop();
    }
  });
}

/** Makes a temporary folder for `use` and removes it afterwards. */
export async function withFolder<T>(what: string, use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), `fleetlight-bench-${what}-`));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
