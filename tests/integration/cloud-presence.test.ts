// Whether a device is there: from its connection to the table, the timeline and the open pages.
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import { queueNamed } from '../lifecycle';
import { graphql, tokenOf } from '../people';
import { type Subscription, subscribe } from '../realtime';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

interface Presence {
  thingName: string;
  presence: string;
  reason: string;
  since: number;
  sessionIdentifier: string;
  versionNumber: number;
}
interface Update {
  kind: string;
  presence?: Presence;
  event?: { thingName: string; kind: string };
}

const GET = `query ($name: ID!) { getDevicePresence(thingName: $name) {
  thingName presence reason since sessionIdentifier versionNumber createdAt updatedAt } }`;

let cloud: TestCloud;
let viewer: string;
let fleet: Subscription;

beforeAll(async () => {
  cloud = await startTestCloud();
  for (const name of ['lamp', 'valve', 'meter']) await addDevice(cloud, name);
  viewer = await tokenOf(cloud, 'viewer');
  fleet = await subscribe(cloud, viewer, 'subscription { onFleet { updates } }');
});
afterAll(async () => {
  fleet?.close();
  await cloud?.stop();
});

async function presenceOf(name: string): Promise<Presence | null> {
  const { data, errors } = await graphql(cloud, viewer, GET, { name });
  expect(errors).toBeUndefined();
  return data?.getDevicePresence as Presence | null;
}
const becomes = (name: string, state: string) =>
  eventually(`${name} is ${state}`, async () => {
    const presence = await presenceOf(name);
    return presence?.presence === state && presence;
  });
const told = (name: string) =>
  fleet.messages
    .flatMap(({ updates }) => JSON.parse(String(updates)) as Update[])
    .filter((update) => (update.presence ?? update.event)?.thingName === name);
const timelineOf = async (name: string) =>
  (await rowsOf(cloud, 'DeviceEvent')).filter(({ thingName }) => thingName === name);
const closed = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()));

it('a device that connects is online, and offline with the reason when it said goodbye', async () => {
  const before = Date.now();
  expect(await presenceOf('lamp')).toBeNull();

  const client = await connectDevice(cloud, 'lamp');
  const online = await becomes('lamp', 'online');
  await client.endAsync();
  const offline = await becomes('lamp', 'offline');

  expect(online.since).toBeGreaterThanOrEqual(before);
  expect(offline).toMatchObject({ reason: 'CLIENT_INITIATED_DISCONNECT', sessionIdentifier: online.sessionIdentifier });
  expect(offline.since).toBeGreaterThanOrEqual(online.since);
});

it('open pages are told, and the timeline keeps both', async () => {
  await eventually('all was told', () => told('lamp').length >= 4);

  expect(told('lamp').flatMap(({ presence }) => presence?.presence ?? [])).toEqual(['online', 'offline']);
  expect(told('lamp').flatMap(({ event }) => event?.kind ?? [])).toEqual(['connected', 'disconnected']);
  expect((await timelineOf('lamp')).map(({ kind }) => kind).sort()).toEqual(['connected', 'disconnected']);
});

it('a connection that broke is offline with another reason, and a warning on the timeline', async () => {
  const client = await connectDevice(cloud, 'valve');
  await becomes('valve', 'online');
  client.stream.destroy();

  expect(await becomes('valve', 'offline')).toMatchObject({ reason: 'CONNECTION_LOST' });
  expect(await timelineOf('valve')).toContainEqual(
    expect.objectContaining({ kind: 'disconnected', severity: 'warning' }),
  );
});

it('a device that connects again while its old connection stands stays online (fact 3)', async () => {
  const first = await connectDevice(cloud, 'meter');
  const { sessionIdentifier } = await becomes('meter', 'online');
  const taken = closed(first);
  const second = await connectDevice(cloud, 'meter');
  await taken;
  await eventually('the end of the old connection is on the timeline', async () =>
    (await timelineOf('meter')).find(({ kind }) => kind === 'disconnected'),
  );
  const now = await eventually('the new connection is known', async () => {
    const presence = await presenceOf('meter');
    return presence?.sessionIdentifier !== sessionIdentifier && presence;
  });

  expect(now.presence).toBe('online');
  expect(told('meter').flatMap(({ presence }) => presence?.presence ?? [])).not.toContain('offline');

  await second.endAsync();
  expect(await becomes('meter', 'offline')).toMatchObject({ sessionIdentifier: now.sessionIdentifier });
});

it('nothing is left of a connected device that is removed, although the end of its connection is told later', async () => {
  const admin = await tokenOf(cloud, 'admin');
  await graphql(cloud, admin, 'mutation { createDevice(input: { thingName: "lamp" }) { thingName } }');
  const client = await connectDevice(cloud, 'lamp');
  const online = await becomes('lamp', 'online');
  await client.publishAsync('lamp/telemetry', '{"lux":7}', { qos: 1 });
  const holders = async () => {
    const models = ['Device', 'DeviceLatest', 'DevicePresence'];
    const rows = await Promise.all(models.map((model) => rowsOf(cloud, model)));
    return models.filter((_, at) => rows[at]?.some(({ thingName }) => thingName === 'lamp'));
  };
  await eventually('all tables know it', async () => (await holders()).length === 3);
  const queue = queueNamed(cloud, 'PresenceQueue');
  // Longer than the removal takes.
  queue.settings.delayMs = 1_500;
  const ends = closed(client);

  const answer = await graphql(cloud, admin, 'mutation { removeDevices(thingNames: ["lamp"]) { removed } }');

  await ends;
  queue.settings.delayMs = 0;
  expect(answer).toEqual({ data: { removeDevices: { removed: ['lamp'] } } });
  await eventually('the end of its connection was worked through', async () => {
    const { available, inFlight, delayed } = queue.counts();
    const isKnown = (await timelineOf('lamp')).some(
      ({ kind, at }) => kind === 'disconnected' && Number(at) >= online.since,
    );
    return isKnown && available + inFlight + delayed === 0;
  });
  expect(await holders()).toEqual([]);
});
