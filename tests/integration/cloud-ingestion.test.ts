// From a device's payload to the tables, the API and the open pages, through the whole running cloud.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import { graphql, tokenOf } from '../people';
import { type Subscription, subscribe } from '../realtime';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

interface Latest {
  thingName: string;
  gateway: string | null;
  metrics: string;
  observedAt: number;
  createdAt: string;
  updatedAt: string;
}

const FIELDS = 'thingName gateway metrics observedAt receivedAt batteryPercent rssiDbm createdAt updatedAt';
const GET_LATEST = `query ($name: ID!) { getDeviceLatest(thingName: $name) { ${FIELDS} } }`;
const LIST_LATEST = `{ listDeviceLatests { items { ${FIELDS} } } }`;
const ON_TELEMETRY = 'subscription ($name: ID!) { onTelemetry(thingName: $name) { thingName samples } }';
const SECRET = 'correct-horse-battery-staple';

let cloud: TestCloud;
let viewer: string;
let weather: MqttClient;
let gateway: MqttClient;
let fleet: Subscription;

beforeAll(async () => {
  cloud = await startTestCloud();
  for (const name of ['weather', 'plant-7']) await addDevice(cloud, name);
  viewer = await tokenOf(cloud, 'viewer');
  [weather, gateway] = await Promise.all([connectDevice(cloud, 'weather'), connectDevice(cloud, 'plant-7')]);
  fleet = await subscribe(cloud, viewer, 'subscription { onFleet { updates } }');
});
afterAll(async () => {
  fleet?.close();
  await Promise.all([weather, gateway].map((client) => client?.endAsync(true)));
  await cloud?.stop();
});

const publish = (client: MqttClient, payload: unknown, topic = 'weather/telemetry') =>
  client.publishAsync(topic, Buffer.isBuffer(payload) ? payload : JSON.stringify(payload), { qos: 1 });
const publishChild = (deviceId: string, metrics: object, timestamp?: number) =>
  publish(gateway, { plantId: 'plant-7', deviceId, timestamp, metrics }, 'solar/plant-7/data');

const samples = async (thingName: string) =>
  (await rowsOf(cloud, 'TelemetrySample')).filter((row) => row.thingName === thingName);
/** The sample of a thing that has this value. */
const sampleWith = (thingName: string, metric: string, value: unknown) =>
  eventually(`${metric} ${value} of ${thingName} is stored`, async () =>
    (await samples(thingName)).find(({ metrics }) => (metrics as Record<string, unknown>)[metric] === value),
  );
/** The newest state through the API, once `metric` has the value. */
const latestWith = (thingName: string, metric: string, value: unknown) =>
  eventually(`${metric} ${value} of ${thingName} is the latest`, async () => {
    const { data, errors } = await graphql(cloud, viewer, GET_LATEST, { name: thingName });
    expect(errors).toBeUndefined();
    const latest = data?.getDeviceLatest as Latest | null;
    return latest && JSON.parse(latest.metrics)[metric]?.value === value && latest;
  });

interface FleetUpdate {
  kind: string;
  latest?: { thingName: string; metrics: Record<string, { value: unknown }> };
  event?: { thingName: string; kind: string; detail: { reason: string } };
}
const updatesOf = (message: Record<string, unknown>) => JSON.parse(String(message.updates)) as FleetUpdate[];

describe('each payload shape arrives', () => {
  it('flat JSON, with its own time, battery and signal', async () => {
    const observedAt = Date.now() - 60_000;
    await publish(weather, { temperature: 21.5, open: true, battery: 80, rssi: -61, ts: observedAt });

    expect(await sampleWith('weather', 'temperature', 21.5)).toMatchObject({
      observedAt,
      clockRejected: false,
      metrics: { temperature: 21.5, open: true, battery: 80, rssi: -61 },
    });
    expect(await latestWith('weather', 'temperature', 21.5)).toMatchObject({
      gateway: null,
      observedAt,
      batteryPercent: 80,
      rssiDbm: -61,
    });
  });

  it('an event envelope', async () => {
    await publish(weather, {
      id: 'e-1',
      timestamp: Date.now(),
      source: 'somebody',
      type: 'reading',
      data: { humidity: 40 },
    });

    expect((await sampleWith('weather', 'humidity', 40)).metrics).toEqual({ humidity: 40 });
    const latest = await latestWith('weather', 'humidity', 40);
    // A partial payload erases nothing.
    expect(JSON.parse(latest.metrics).temperature.value).toBe(21.5);
  });

  it('a gateway’s envelope, keyed by plant and child', async () => {
    await publishChild('inverter-1', { dcPowerW: 410.5 });

    await sampleWith('plant-7/inverter-1', 'dcPowerW', 410.5);
    expect(await latestWith('plant-7/inverter-1', 'dcPowerW', 410.5)).toMatchObject({ gateway: 'plant-7' });
  });
});

it('things that nobody registered appear, with everything that the schema promises (fact 32)', async () => {
  const { data, errors } = await graphql(cloud, viewer, LIST_LATEST);
  const { items } = (data as { listDeviceLatests: { items: Latest[] } }).listDeviceLatests;

  expect(errors).toBeUndefined();
  expect(await rowsOf(cloud, 'Device')).toEqual([]);
  expect(items.map(({ thingName }) => thingName).sort()).toEqual(['plant-7', 'plant-7/inverter-1', 'weather']);
  for (const { createdAt, updatedAt } of items) {
    expect(Date.parse(createdAt)).toBeGreaterThan(0);
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
  }
});

describe('a burst of good and bad payloads', () => {
  it('stores what is good and says on the timeline what was wrong with the rest', async () => {
    const bad = [
      ['notJson', Buffer.from(`temperature=${SECRET}`)],
      ['empty', Buffer.alloc(0)],
      ['notAnObject', Buffer.from(JSON.stringify([{ temperature: SECRET }]))],
      ['notJson', Buffer.from([0xff, 0x00, 0xfe, 0x80])],
      ['badMetricValue', Buffer.from(JSON.stringify({ nested: { note: SECRET } }))],
    ] as const;

    await Promise.all(bad.flatMap(([, payload], i) => [publish(weather, { good: i }), publish(weather, payload)]));

    for (const [i] of bad.entries()) await sampleWith('weather', 'good', i);
    const rejected = await eventually('all rejects are on the timeline', async () => {
      const events = (await rowsOf(cloud, 'DeviceEvent')).filter(({ kind }) => kind === 'payloadRejected');
      const count = events.reduce((sum, event) => sum + Number(event.count), 0);
      return count >= bad.length && events;
    });
    expect(new Set(rejected.map(({ detail }) => (detail as { reason: string }).reason))).toEqual(
      new Set(bad.map(([reason]) => reason)),
    );
    expect(rejected.reduce((sum, event) => sum + Number(event.count), 0)).toBe(bad.length);
    await eventually('open pages hear of it', () =>
      fleet.messages.flatMap(updatesOf).find(({ event }) => event?.detail.reason === 'badMetricValue'),
    );
  });
});

it('a reading that is sent twice is stored once', async () => {
  const reading = { pressure: 1013, ts: Date.now() };
  await publish(weather, reading);
  await publish(weather, reading);
  await publish(weather, { pressure: 1014, ts: reading.ts + 1 });

  await sampleWith('weather', 'pressure', 1014);
  await eventually('the queue is empty', () =>
    cloud.queues.all.every((queue) => {
      const { available, inFlight } = queue.counts();
      return available + inFlight === 0;
    }),
  );
  const stored = (await samples('weather')).filter(
    ({ metrics }) => (metrics as { pressure?: number }).pressure === 1013,
  );
  expect(stored).toHaveLength(1);
});

describe('open pages', () => {
  it('get the samples of the one device they watch, all of them', async () => {
    const watching = await subscribe(cloud, viewer, ON_TELEMETRY, { name: 'weather' });
    const sent = Array.from({ length: 20 }, (_, i) => i);

    await Promise.all(sent.flatMap((step) => [publish(weather, { step }), publishChild('inverter-2', { step })]));
    const heard = () =>
      watching.messages.flatMap(
        ({ samples: wire }) => JSON.parse(String(wire)) as { thingName?: string; metrics: { step: number } }[],
      );
    await eventually('all samples were heard', () => heard().length >= sent.length);
    await sampleWith('plant-7/inverter-2', 'step', sent.length - 1);
    watching.close();

    expect(
      heard()
        .map(({ metrics }) => metrics.step)
        .sort((a, b) => a - b),
    ).toEqual(sent);
    expect(new Set(watching.messages.map(({ thingName }) => thingName))).toEqual(new Set(['weather']));
  });

  it('get one newest state per thing and message on the fleet feed', async () => {
    fleet.messages.length = 0;
    const last = 9;
    const now = Date.now();
    await Promise.all(Array.from({ length: last + 1 }, (_, i) => publish(weather, { level: i, ts: now + i })));
    const latestsOf = (message: Record<string, unknown>) =>
      updatesOf(message).flatMap(({ latest }) => (latest?.thingName === 'weather' ? [latest] : []));
    await eventually('the newest state was told', () =>
      fleet.messages.flatMap(latestsOf).some(({ metrics }) => metrics.level?.value === last),
    );

    expect(fleet.messages.every((message) => latestsOf(message).length <= 1)).toBe(true);
    expect(fleet.messages.flatMap(latestsOf).length).toBeLessThanOrEqual(last + 1);
  });
});

it('the functions’ logs hold neither payloads nor secrets', async () => {
  const directory = join(cloud.dataDirectory, 'logs');
  await eventually('the functions have written', () =>
    readdirSync(directory).some((name) => name.includes('telemetry')),
  );
  const text = readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');

  expect(text).toContain('rejected');
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, 16));
  expect(text).not.toContain('BEGIN');
  expect(text).not.toMatch(/eyJ[\w-]{20,}\.eyJ/);
  for (const { password } of cloud.people) expect(text).not.toContain(password);
});
