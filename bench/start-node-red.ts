// Node-RED as a process of its own: on 127.0.0.1, on a free port, in a folder that is thrown away afterwards.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePorts } from '../tests/killable-cloud';
import { startProcess, stopProcess } from './child-process';
import { withFolder } from './with-cloud';

/** Where Node-RED is installed, and which version it is. */
export interface NodeRed {
  modules: string;
  version: string;
  dashboardVersion: string;
}

export type FoundNodeRed = { ok: true; nodeRed: NodeRed } | { ok: false; problem: string };

interface RunningNodeRed {
  url: string;
  pid: number;
}

const FLOW_FILE = 'flows.json';

/** Looks for Node-RED with Dashboard 2 in the folder `nodered` of `peersDirectory`; `problem` is a sentence's second half. */
export function findNodeRed(peersDirectory: string | undefined): FoundNodeRed {
  if (!peersDirectory) return { ok: false, problem: 'PEERS_DIR is not set' };
  const modules = resolve(peersDirectory, 'nodered', 'node_modules');
  const [version, dashboardVersion] = ['node-red', '@flowfuse/node-red-dashboard'].map((name) => {
    const path = join(modules, name, 'package.json');
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : undefined;
  });
  if (!version) return { ok: false, problem: 'PEERS_DIR has no nodered/ with node-red installed' };
  if (!dashboardVersion) return { ok: false, problem: 'PEERS_DIR has no nodered/ with @flowfuse/node-red-dashboard' };
  return { ok: true, nodeRed: { modules, version, dashboardVersion } };
}

/** Starts Node-RED with this flow, lets `use` use it, and stops it whatever happens. */
export function withNodeRed<T>(
  { modules }: NodeRed,
  flow: readonly object[],
  use: (running: RunningNodeRed) => Promise<T>,
): Promise<T> {
  return withFolder('node-red', async (userDirectory) => {
    const [uiPort = 0] = await freePorts(1);
    const settings = {
      ...{ uiHost: '127.0.0.1', uiPort, flowFile: FLOW_FILE, credentialSecret: false, disableEditor: true },
      // It would ask for updates and offer to install packages otherwise.
      telemetry: { enabled: false, updateNotification: false },
      externalModules: { palette: { allowInstall: false }, modules: { allowInstall: false } },
      logging: { console: { level: 'info', metrics: false, audit: false } },
    };
    const settingsPath = join(userDirectory, 'settings.js');
    writeFileSync(settingsPath, `module.exports = ${JSON.stringify(settings)};\n`);
    writeFileSync(join(userDirectory, FLOW_FILE), JSON.stringify(flow));
    const args = [join(modules, 'node-red', 'red.js'), '--userDir', userDirectory, '--settings', settingsPath];
    const child = await startProcess(args, {
      ...{ what: 'Node-RED', ready: 'Started flows', cwd: userDirectory },
      env: { ...process.env, NODE_ENV: 'production' },
    });
    try {
      return await use({ url: `http://127.0.0.1:${uiPort}`, pid: child.pid ?? 0 });
    } finally {
      await stopProcess(child);
    }
  });
}
