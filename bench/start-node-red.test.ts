// Whether Node-RED is there, and what is said when it is not.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findNodeRed } from './start-node-red';

let peers = '';
beforeEach(() => {
  peers = mkdtempSync(join(tmpdir(), 'fleetlight-peers-'));
});
afterEach(() => rmSync(peers, { recursive: true, force: true }));

function install(name: string, version: string): void {
  const directory = join(peers, 'nodered', 'node_modules', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ version }));
}

it('Node-RED is found with its versions', () => {
  install('node-red', '4.1.2');
  install('@flowfuse/node-red-dashboard', '1.30.0');
  expect(findNodeRed(peers)).toEqual({
    ok: true,
    nodeRed: { modules: join(peers, 'nodered', 'node_modules'), version: '4.1.2', dashboardVersion: '1.30.0' },
  });
});

it('what is missing is said', () => {
  const unset = findNodeRed(undefined);
  const empty = findNodeRed(peers);
  install('node-red', '4.1.2');
  const withoutDashboard = findNodeRed(peers);
  expect([unset, empty, withoutDashboard]).toEqual([
    { ok: false, problem: 'PEERS_DIR is not set' },
    { ok: false, problem: 'PEERS_DIR has no nodered/ with node-red installed' },
    { ok: false, problem: 'PEERS_DIR has no nodered/ with @flowfuse/node-red-dashboard' },
  ]);
});
