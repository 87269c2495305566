// The simulated fleet as `npm start` runs it: a process of its own, against the whole local cloud.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeThingCommand, ResourceNotFoundException } from '@aws-sdk/client-iot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningCloud, runningCloud } from '../../local/cli/running-cloud';
import { fleetFolder } from '../../local/fleet/fleet-state';
import { removeFleet } from '../../local/fleet/remove-fleet';
import { callGraphql } from '../../local/fleet/things/call-graphql';
import { iotClient } from '../../local/fleet/things/iot-client';
import { eventually, ROOT, startTestCloud, type TestCloud } from '../test-cloud';

const HOUR_MS = 3600_000;
let cloud: TestCloud;
let running: RunningCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
  running = runningCloud(cloud.dataDirectory);
});

afterAll(() => cloud.stop());

/** Starts the fleet's process and collects what it says. */
function startFleet() {
  const lines: string[] = [];
  const child: ChildProcess = fork(join(ROOT, 'local/fleet/main.ts'), ['--data', cloud.dataDirectory, '--seed', '7'], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  child.stdout?.on('data', (text: Buffer) => lines.push(...text.toString().split('\n').filter(Boolean)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said = (what: RegExp, deadlineMs = 60_000) =>
    eventually(`the fleet says ${what}`, () => lines.map((line) => what.exec(line)).find(Boolean), deadlineMs);
  return { child, ended, said };
}

async function items(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>[]> {
  const [list] = Object.values(await callGraphql(running, query, variables));
  return (list as { items: Record<string, unknown>[] }).items;
}

const OLDEST = `query Oldest($thingName: ID!) {
  listTelemetrySamples(thingName: $thingName, sortDirection: ASC, limit: 1) { items { observedAt clockRejected } }
}`;

describe('the fleet', () => {
  it('registers itself, publishes a day of history and lives; it ends with its parent', async () => {
    const fleet = startFleet();
    await fleet.said(/^Simulated: .*solar-plant-1/);
    const [, count = ''] = await fleet.said(/^(\d+) readings of the past/);
    const rows = await items('query { listDevices(limit: 100) { items { thingName simulated expectedIntervalMs } } }');

    expect(Number(count)).toBeGreaterThan(5_700);
    expect(
      rows.every(({ simulated, expectedIntervalMs }) => simulated === true && Number(expectedIntervalMs) > 0),
    ).toBe(true);
    expect(rows.map(({ thingName }) => thingName)).toEqual(
      expect.arrayContaining(['esp32-server-room', 'door-main-entrance', 'solar-plant-1', 'solar-plant-1/inverter-3']),
    );
    for (const thingName of ['esp32-server-room', 'solar-plant-1/inverter-1']) {
      await eventually(
        `a reading of ${thingName} from yesterday`,
        async () => {
          const [oldest] = await items(OLDEST, { thingName });
          return oldest && oldest.clockRejected !== true && Number(oldest.observedAt) < Date.now() - 23 * HOUR_MS;
        },
        60_000,
      );
    }

    fleet.child.disconnect();
    expect(await fleet.ended).toBe(0);
  }, 180_000);

  it('publishes only what is missing when it comes back', async () => {
    const fleet = startFleet();
    const [, count = ''] = await fleet.said(/^(\d+) readings of the past/);
    expect(Number(count)).toBeLessThan(50);

    fleet.child.kill('SIGTERM');
    expect(await fleet.ended).toBe(0);
  }, 60_000);

  it('can be taken away whole, and stays away', async () => {
    const folder = fleetFolder(cloud.dataDirectory);
    const fleet = startFleet();
    await fleet.said(/^Simulated: /);

    const removed = await removeFleet(running, folder);

    expect(await fleet.ended).toBe(0);
    expect(removed).toEqual(expect.arrayContaining(['solar-plant-1', 'solar-plant-1/inverter-1', 'esp32-workshop']));
    expect(existsSync(folder.directory)).toBe(false);
    expect(await items('query { listDevices(limit: 100) { items { thingName } } }')).toEqual([]);
    const gone = new DescribeThingCommand({ thingName: 'esp32-workshop' });
    await expect(iotClient(running).send(gone)).rejects.toBeInstanceOf(ResourceNotFoundException);
    expect(await startFleet().ended).toBe(0);
    expect(existsSync(folder.directory)).toBe(false);
  }, 60_000);
});
