// One synthesis: amplify/backend.ts in a process of its own, as the deployment's tools run it, without AWS.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// A process needs these to run at all. Nothing else of this machine's environment may reach the template: the cache could
// not know of it.
const INHERITED = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'ComSpec', 'PATHEXT', 'APPDATA', 'LOCALAPPDATA'];

/** How a finished synthesis ended. */
export interface BackendRun {
  exitCode: number | null;
  /** Both streams, in the order in which they arrived. */
  output: string;
}

/** Runs the backend of `rootDirectory` into `outDirectory`. `context` becomes the CDK context; `env` reaches the backend. */
export async function runBackend(options: {
  rootDirectory: string;
  outDirectory: string;
  context: Record<string, string>;
  env: Record<string, string>;
}): Promise<BackendRun> {
  // Amplify leaves its working files in the temporary folder.
  const temporary = mkdtempSync(join(tmpdir(), 'fleetlight-synth-'));
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(process.execPath, [tsx, join('amplify', 'backend.ts')], {
    cwd: options.rootDirectory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(inherited),
      // CDK calls npx to start the esbuild that is installed; what npm thinks of this machine's settings is not ours.
      NPM_CONFIG_LOGLEVEL: 'error',
      // About the way dependencies use Node, different in each of its versions.
      NODE_OPTIONS: '--disable-warning=DeprecationWarning',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...options.env,
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      CDK_OUTDIR: options.outDirectory,
      CDK_CONTEXT_JSON: JSON.stringify(options.context),
    },
  });
  try {
    return await new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString('utf8') }));
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
