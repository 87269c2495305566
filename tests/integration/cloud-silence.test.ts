// Presence without events of the broker: silence, readings that say that a device is there, and refused connections.
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dueShard } from '../../domain/presence/due-shard';
import type { PresenceCount } from '../../domain/presence/presence-count';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { ManualClock } from '../../local/settings/manual-clock';
import { addDevice, connectDevice } from '../device';
import { graphql, tokenOf } from '../people';
import { type Subscription, subscribe } from '../realtime';
import { putRow, rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

interface Presence {
  thingName: string;
  presence: string;
  reason: string;
  since: number;
}

const MINUTE = 60_000;
const scheduleClock = new ManualClock();
let cloud: TestCloud;
let viewer: string;
let fleet: Subscription;
let publisher: IoTDataPlaneClient;

beforeAll(async () => {
  cloud = await startTestCloud({ scheduleClock });
  viewer = await tokenOf(cloud, 'viewer');
  fleet = await subscribe(cloud, viewer, 'subscription { onFleet { updates } }');
  const { administrator: credentials } = openAccessKeys(cloud.dataDirectory, Date.now);
  publisher = new IoTDataPlaneClient({ endpoint: cloud.awsEndpoint, region: 'eu-central-1', credentials });
});
afterAll(async () => {
  fleet?.close();
  publisher?.destroy();
  await cloud?.stop();
});

/** A reading that comes without an MQTT connection, as over HTTPS. */
const publish = (thingName: string) =>
  publisher.send(new PublishCommand({ topic: `${thingName}/telemetry`, qos: 1, payload: '{"temperature":21}' }));

/** A device that connected so many minutes ago and was not heard since. */
const putConnected = (thingName: string, minutesAgo: number, isDue = true) => {
  const at = Date.now() - minutesAgo * MINUTE;
  return putRow(cloud, 'DevicePresence', {
    ...{ thingName, presence: 'online', since: at, reason: 'connected' },
    ...{ sessionIdentifier: 's1', versionNumber: 1, eventAt: at, eventType: 'connected' },
    ...{ revision: 'r1', ...(isDue ? { dueAt: at + MINUTE, dueShard: dueShard(thingName) } : {}) },
  });
};

const presenceOf = async (name: string) => {
  const query = 'query ($name: ID!) { getDevicePresence(thingName: $name) { thingName presence reason since } }';
  const { data, errors } = await graphql(cloud, viewer, query, { name });
  expect(errors).toBeUndefined();
  return data?.getDevicePresence as Presence | null;
};
const becomes = (name: string, state: string) =>
  eventually(`${name} is ${state}`, async () => {
    const presence = await presenceOf(name);
    return presence?.presence === state && presence;
  });
const toldOf = (name: string) =>
  fleet.messages
    .flatMap(({ updates }) => JSON.parse(String(updates)) as { presence?: Presence }[])
    .flatMap(({ presence }) => (presence?.thingName === name ? [presence.presence] : []));
const timelineOf = async (name: string) =>
  (await rowsOf(cloud, 'DeviceEvent')).filter(({ thingName }) => thingName === name);

it('a device that is silent for too long is stale, by the schedule and for open pages (facts 4, 37)', async () => {
  await putConnected('silent', 11);
  await putConnected('recent', 9);
  scheduleClock.advance(MINUTE);

  expect(await becomes('silent', 'stale')).toMatchObject({ reason: 'silent' });
  await eventually('open pages are told', () => toldOf('silent').includes('stale'));
  expect((await timelineOf('silent')).map(({ kind }) => kind)).toEqual(['silent']);
  expect((await presenceOf('recent'))?.presence).toBe('online');
});

it('and online within seconds once it is heard again', async () => {
  await publish('silent');

  const online = await becomes('silent', 'online');
  expect(online).toMatchObject({ reason: 'heard' });
  await eventually('open pages are told', () => toldOf('silent').at(-1) === 'online');
  const kinds = (await timelineOf('silent')).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['heard', 'silent']);
});

it('a device that only publishes is online by evidence', async () => {
  await publish('http-only');
  expect(await becomes('http-only', 'online')).toMatchObject({ reason: 'heard' });
});

it('every five minutes the fleet is counted and put right, for everybody to read', async () => {
  // Its row lost what the sweep finds it by.
  await putConnected('overlooked', 60, false);
  scheduleClock.advance(5 * MINUTE);
  const query = `query ($day: String!) { listPresenceCounts(day: $day, time: { ge: "00:00" }) {
    items { at online offline stale unknown repaired repairedThings createdAt updatedAt } } }`;
  const day = new Date(scheduleClock.now()).toISOString().slice(0, 10);
  const count = await eventually('a count is there, with what was put right', async () => {
    const { data, errors } = await graphql(cloud, viewer, query, { day });
    expect(errors).toBeUndefined();
    const page = data?.listPresenceCounts as { items: (PresenceCount | null)[] } | undefined;
    return page?.items.find((item) => item && item.repaired > 0);
  });
  const stored = (await rowsOf(cloud, 'DevicePresence')).length;
  expect(count).toMatchObject({ at: Math.floor(scheduleClock.now() / (5 * MINUTE)) * 5 * MINUTE });
  const registered = count.online + count.offline + count.stale;
  expect([registered, count.unknown]).toEqual([stored, 0]);
  expect(count).toMatchObject({ repaired: 1, repairedThings: ['overlooked'] });
  expect(await presenceOf('overlooked')).toMatchObject({ presence: 'stale', reason: 'silent' });
  expect(await timelineOf('overlooked')).toMatchObject([
    { kind: 'presenceRepaired', detail: { was: 'online', presence: 'stale' } },
  ]);
});

it('a refused connection in a device’s name is a line on its timeline, and it stays what it was (fact 2)', async () => {
  await addDevice(cloud, 'burglar');
  await putConnected('victim', 1);
  const before = await presenceOf('victim');
  await expect(connectDevice(cloud, 'burglar', { clientId: 'victim' })).rejects.toThrow();
  await expect(connectDevice(cloud, 'burglar', { clientId: 'victim' })).rejects.toThrow();
  await expect(connectDevice(cloud, 'burglar', { clientId: 'nobody-knows' })).rejects.toThrow();

  const lines = await eventually('both are counted', async () => {
    const found = (await timelineOf('victim')).filter(({ kind }) => kind === 'connectFailed');
    return found.reduce((sum, { count }) => sum + Number(count), 0) === 2 && found;
  });
  expect(lines[0]).toMatchObject({ severity: 'warning' });
  expect(await presenceOf('victim')).toEqual(before);
  expect(await timelineOf('nobody-knows')).toEqual([]);
});
