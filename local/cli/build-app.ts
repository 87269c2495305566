// Builds the app once per content: what production would serve, kept beside the synthesized backend.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { contentHash } from '../assembly/content-hash';

const INPUTS = ['src', 'domain', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** Returns the folder of the built app, building it when its sources changed. Throws with Vite's message when it fails. */
export async function buildApp(rootDirectory: string): Promise<{ directory: string; fresh: boolean }> {
  const parent = join(rootDirectory, '.amplify', 'app');
  const directory = join(parent, await contentHash(rootDirectory, INPUTS));
  if (existsSync(directory)) return { directory, fresh: false };
  const unfinished = `${directory}.${process.pid}`;
  // In a process of its own: what the bundler takes, several hundred MB, would stay with the local cloud as long as it runs.
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  const options = ['--outDir', unfinished, '--emptyOutDir', '--logLevel', 'error'];
  // Who builds under a test runner would otherwise get React's development build, and with it everybody after.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: rootDirectory, env });
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another process built the same content at the same time.
    if (!existsSync(directory)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeOlder(parent);
  return { directory, fresh: true };
}

// A local cloud that still runs may be serving an older build.
const KEPT = 3;

function removeOlder(parent: string): void {
  const builds = readdirSync(parent).map((name) => ({
    path: join(parent, name),
    at: statSync(join(parent, name)).mtimeMs,
  }));
  for (const { path } of builds.sort((a, b) => b.at - a.at).slice(KEPT)) rmSync(path, { recursive: true, force: true });
}
