// The whole data folder on a disk that becomes full under load: tables, queues and all. Needs the right to mount a small
// file system in memory (root on Linux); what every Linux can test of a full disk is in cloud-faults.test.ts.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DeviceIdentity } from '../../local/fleet/things/device-files';
import { iotClient } from '../device';
import type { StackResources } from '../edit-assembly';
import { connectAs, isAcknowledged, provisionDevices } from '../fast-device';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const NAME = 'disk-1';
const DISK_MB = 64;
// What is left when the load begins; both the tables and the queues will want more.
const LEFT_BYTES = 1024 * 1024;
const BURST = 100;
const MOST_READINGS = 20_000;
const VISIBILITY_SECONDS = 4;
const startedAt = Date.now() - MOST_READINGS;

const disk = mkdtempSync(join(tmpdir(), 'fleetlight-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk]).status === 0;
const dataDirectory = join(disk, 'data');
const ballast = join(disk, 'ballast');
let cloud: TestCloud | null = null;
let ca: string;
let identity: DeviceIdentity | undefined;

/** Has failed batches come back soon, and none given up for a dead letter. */
function impatient(resources: StackResources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type === 'AWS::SQS::Queue') {
      Properties.VisibilityTimeout = VISIBILITY_SECONDS;
      if (Properties.RedrivePolicy) Properties.RedrivePolicy.maxReceiveCount = 20;
    }
    if (Type === 'AWS::Lambda::Function') Properties.Timeout = Math.min(Properties.Timeout ?? 3, VISIBILITY_SECONDS);
  }
}

beforeAll(async () => {
  if (!mounted) return;
  // What fails on purpose says so.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  cloud = await startTestCloud({ dataDirectory, edit: impatient });
  ca = readFileSync(cloud.caPath, 'utf8');
  const iot = iotClient(cloud);
  identity = (await provisionDevices(cloud, iot, [NAME])).get(NAME);
  iot.destroy();
});
afterAll(async () => {
  await cloud?.stop();
  // Lazily: a thread that has just ended may not have closed its files yet.
  if (mounted) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

function fillDisk(): void {
  const { bavail, bsize } = statfsSync(disk);
  const megabyte = Buffer.alloc(1024 * 1024);
  const file = openSync(ballast, 'w');
  for (let left = bavail * bsize - LEFT_BYTES; left > 0; left -= megabyte.length)
    writeSync(file, megabyte, 0, Math.min(left, megabyte.length));
  closeSync(file);
}

async function connect(to: TestCloud) {
  if (!identity) throw new Error('The device was not made.');
  return connectAs(to, ca, identity);
}

/** The same bytes each time, as a device sends a reading again. */
const readingOf = (number: number) =>
  Buffer.from(JSON.stringify({ id: number, ts: startedAt + number, reading: number, note: 'x'.repeat(200) }));

describe.runIf(mounted)('a disk that becomes full', () => {
  it('costs nothing that was acknowledged, and the rest is taken once there is room', {
    timeout: 120_000,
  }, async () => {
    if (!cloud) throw new Error('There is no cloud.');
    const topic = `${NAME}/telemetry`;
    const acknowledged: number[] = [];
    const refused: number[] = [];
    fillDisk();
    const client = await connect(cloud);
    for (let next = 0; refused.length === 0 && next < MOST_READINGS; next += BURST) {
      const burst = Array.from({ length: BURST }, (_, at) => next + at);
      const outcomes = await Promise.all(burst.map((number) => isAcknowledged(client, topic, readingOf(number))));
      for (const [at, number] of burst.entries()) (outcomes[at] ? acknowledged : refused).push(number);
    }
    await client.endAsync(true);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);

    // What was not told the device is told whoever stops the cloud; it stops all the same.
    const ports = { app: cloud.appPort, aws: cloud.awsPort, mqtt: cloud.mqttPort };
    await expect(cloud.restart()).rejects.toThrow('could not be written');
    rmSync(ballast);
    cloud = await startTestCloud({ dataDirectory, ports, edit: impatient });
    const again = await connect(cloud);
    const outcomes = await Promise.all(refused.map((number) => isAcknowledged(again, topic, readingOf(number))));
    expect(outcomes).not.toContain(false);
    await again.endAsync();
    const { all } = cloud.queues;
    await eventually('every message is handled', () => all.every((queue) => queue.messageIds().length === 0), 60_000);

    const stored = (await rowsOf(cloud, 'TelemetrySample')).map(
      ({ metrics }) => (metrics as { reading: number }).reading,
    );
    console.log(
      `disk full after ${acknowledged.length} acknowledged, ${refused.length} sent again: ${stored.length} stored`,
    );
    expect(stored.sort((a, b) => a - b)).toEqual([...acknowledged, ...refused].sort((a, b) => a - b));
  });
});
