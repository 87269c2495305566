// SIGKILL under load: what a device was told is safe, is stored, and once. KILLS=20 is for the night.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { synthesize } from '../../local/assembly/synthesize';
import { runningCloud } from '../../local/cli/running-cloud';
import { connectAs, provisionDevices } from '../fast-device';
import { freePorts, type KillableCloud, startKillableCloud } from '../killable-cloud';
import { rowsOf } from '../store';
import { eventually, ROOT, startTestCloud } from '../test-cloud';

const KILLS = Number(process.env.KILLS ?? 3);
const SEED = Number(process.env.KILL_SEED ?? 20251009);
const DEVICES = ['kill-1', 'kill-2', 'kill-3', 'kill-4', 'kill-5'];
const READINGS_PER_SECOND = 500;
const TICK_MS = 20;
const RECONNECT_MS = 100;
// A busy machine ticks late; what is due then comes together, up to here.
const LONGEST_TICK_MS = 200;
// From the moment when every device is back to the next kill.
const LONGEST_LIFE_MS = 2_000;

/** Returns numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A device that keeps a reading until the broker has it, over as many connections as that takes. */
function stubbornDevice(connect: () => Promise<MqttClient>, onAcknowledged: (seq: number) => void) {
  const kept = new Map<number, string>();
  let client: MqttClient | null = null;
  let isLeaving = false;
  const send = (seq: number, reading: string) =>
    client?.publish(`${client.options.clientId}/telemetry`, reading, { qos: 1 }, (error) => {
      if (!error && kept.delete(seq)) onAcknowledged(seq);
    });
  const stayConnected = async () => {
    while (!isLeaving) {
      const fresh = await connect().catch(() => null);
      if (!fresh) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      else {
        const lost = new Promise<void>((resolve) => fresh.once('close', () => resolve()));
        client = fresh;
        for (const [seq, reading] of kept) send(seq, reading);
        if (!isLeaving && fresh.connected) await lost;
        client = null;
        await fresh.endAsync(true);
      }
    }
  };
  const living = stayConnected();
  return {
    isConnected: () => client?.connected === true,
    measure(seq: number) {
      const reading = JSON.stringify({ id: seq, ts: Date.now(), reading: seq });
      kept.set(seq, reading);
      send(seq, reading);
    },
    async leave() {
      isLeaving = true;
      client?.end(true);
      await living;
    },
  };
}

/** Has devices take turns at measuring, `READINGS_PER_SECOND` in all while all of them are connected, until it is stopped. */
function takeReadings(devices: readonly ReturnType<typeof stubbornDevice>[]) {
  let count = 0;
  let credit = 0;
  let tickedAt = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = Math.min(performance.now() - tickedAt, LONGEST_TICK_MS);
    tickedAt = performance.now();
    // A load that waits while nobody takes it would come as one flood afterwards.
    if (!devices.every((device) => device.isConnected())) return;
    for (credit += (READINGS_PER_SECOND * elapsedMs) / 1_000; credit >= 1; credit -= 1) {
      devices[count % devices.length]?.measure(count);
      count += 1;
    }
  }, TICK_MS);
  return { count: () => count, stop: () => clearInterval(timer) };
}

let dataDirectory: string;
let cloud: KillableCloud | null = null;
let load: ReturnType<typeof takeReadings> | null = null;
const devices: ReturnType<typeof stubbornDevice>[] = [];
beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'fleetlight-'));
});
afterAll(async () => {
  load?.stop();
  await Promise.all(devices.map((device) => device.leave()));
  await cloud?.kill();
  rmSync(dataDirectory, { recursive: true, force: true });
});

it(`loses nothing that it acknowledged, and stores nothing twice, when it is killed ${KILLS} times`, {
  timeout: 300_000 + KILLS * 20_000,
}, async () => {
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  const [awsPort = 0, mqttPort = 0] = await freePorts(2);
  const start = () => startKillableCloud({ assemblyDirectory: directory, dataDirectory, awsPort, mqttPort });
  cloud = await start();
  const { credentials, ...running } = runningCloud(dataDirectory);
  const iot = new IoTClient({ endpoint: running.awsEndpoint, region: running.region, credentials });
  const identities = await provisionDevices({ ...running, dataDirectory }, iot, DEVICES);
  iot.destroy();
  const ca = readFileSync(running.caPath, 'utf8');
  const acknowledged = new Set<number>();
  for (const identity of identities.values()) {
    const connect = () => connectAs(running, ca, identity);
    devices.push(stubbornDevice(connect, (seq) => acknowledged.add(seq)));
  }
  load = takeReadings(devices);

  const random = randomNumbers(SEED);
  const isEverybodyBack = () => devices.every((device) => device.isConnected());
  for (let kills = 0; kills < KILLS; kills++) {
    await eventually('every device is back', isEverybodyBack, 20_000);
    const before = acknowledged.size;
    await eventually('readings are acknowledged', () => acknowledged.size > before, 20_000);
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
    await cloud.kill();
    cloud = await start();
  }
  await eventually('every device is back', isEverybodyBack, 20_000);
  load.stop();
  const taken = load.count();
  await eventually('every reading is acknowledged', () => acknowledged.size === taken, 60_000);
  await cloud.kill();
  cloud = null;

  // What the last kill left in the queues is stored by the next start.
  const last = await startTestCloud({ dataDirectory });
  try {
    const left = () =>
      last.queues.all.flatMap((queue) => {
        const { length } = queue.messageIds();
        return length > 0 ? [{ name: queue.settings.name, length, ...queue.counts() }] : [];
      });
    // A batch that fails comes back after the queue's visibility timeout.
    await eventually('the queues are empty', () => left().length === 0, 200_000).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(left())}`);
    });
    const stored = new Map<number, number>();
    for (const { metrics } of await rowsOf(last, 'TelemetrySample')) {
      const seq = Number((metrics as Record<string, unknown>).reading);
      stored.set(seq, (stored.get(seq) ?? 0) + 1);
    }
    const missing = [...acknowledged].filter((seq) => !stored.has(seq));
    const twice = [...stored].filter(([, count]) => count > 1);
    console.log(`killed ${KILLS} times: ${acknowledged.size} acknowledged, ${stored.size} stored`);
    expect(acknowledged.size).toBeGreaterThan(KILLS * 10);
    expect(stored.size).toBeGreaterThan(KILLS * 10);
    expect({ missing, twice }).toEqual({ missing: [], twice: [] });
  } finally {
    await last.stop();
  }
});
