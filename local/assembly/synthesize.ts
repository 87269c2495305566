// Turns amplify/ into a cloud assembly, offline and once per content.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contentHash } from './content-hash';
import { runBackend } from './run-backend';
import {
  holdsSynthesis,
  publishSynthesis,
  removeOlderSyntheses,
  touchSynthesis,
  unfinishedBeside,
} from './synthesis-cache';
import { unexpectedLines } from './synthesis-output';

const INPUTS = ['amplify', 'domain', 'package-lock.json'];
const LAST_LINES = 30;

/** What to synthesize. */
export interface SynthesisOptions {
  /** The folder that holds amplify/ and node_modules/. */
  rootDirectory: string;
  /** `sandbox` is what runs on a laptop; `branch` is what Amplify Hosting deploys. */
  type: 'sandbox' | 'branch';
  /** Where to put the assembly; `.amplify/local/<hash>` when left out. What is there is replaced. */
  outDirectory?: string;
  /** Environment of the backend's code; nothing else of this process's environment reaches it. */
  env?: Record<string, string>;
}

/** The backend did not synthesize, or printed a warning; `output` holds the last lines that it printed. */
export class SynthesisError extends Error {
  override name = 'SynthesisError';
  constructor(
    problem: string,
    readonly output: string,
  ) {
    super(`${problem}\n${output}`);
  }
}

/**
 * Returns the folder of the synthesized backend, `fresh` when it was not there yet. It is found by content: names and
 * contents of amplify/ and domain/ without tests, the lock file, and the options. Unless `env` says otherwise a sandbox
 * ingests (INGEST=on), as nobody else does on a laptop. Throws SynthesisError when the backend's code fails, and also when
 * a tool prints anything that is neither progress nor a known warning.
 */
export async function synthesize(
  options: SynthesisOptions,
): Promise<{ directory: string; fresh: boolean; milliseconds: number }> {
  const started = performance.now();
  const rootDirectory = resolve(options.rootDirectory);
  const env: Record<string, string> = { ...(options.type === 'sandbox' ? { INGEST: 'on' } : {}), ...options.env };
  const context = {
    'amplify-backend-namespace': 'fleetlight',
    'amplify-backend-name': 'local',
    'amplify-backend-type': options.type,
  };
  const settings = JSON.stringify([context, Object.entries(env).sort()]);
  const prefix = `${createHash('sha256').update(settings).digest('hex').slice(0, 8)}-`;
  const hash = prefix + (await contentHash(rootDirectory, INPUTS, settings));
  const directory = resolve(options.outDirectory ?? join(rootDirectory, '.amplify', 'local', hash));
  const fresh = !holdsSynthesis(directory, hash);
  if (fresh) await write(directory, hash, { rootDirectory, context, env });
  touchSynthesis(directory);
  if (options.outDirectory === undefined) removeOlderSyntheses(directory, prefix);
  return { directory, fresh, milliseconds: performance.now() - started };
}

async function write(
  directory: string,
  hash: string,
  run: { rootDirectory: string; context: Record<string, string>; env: Record<string, string> },
): Promise<void> {
  const unfinished = unfinishedBeside(directory);
  try {
    const { exitCode, output } = await runBackend({ ...run, outDirectory: unfinished });
    const unexpected = unexpectedLines(output);
    if (exitCode !== 0) throw new SynthesisError('amplify/backend.ts failed.', lastLines(unexpected));
    if (unexpected.length > 0) throw new SynthesisError('The synthesis printed warnings.', lastLines(unexpected));
    publishSynthesis(unfinished, directory, hash);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function lastLines(lines: readonly string[]): string {
  return lines.slice(-LAST_LINES).join('\n');
}
