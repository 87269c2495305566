// Lifecycle events: who came, who went and why, told by the broker itself. Also what a last will and a restart do.
import { cp } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../local/settings/clock';
import { connectPacket, dataFolder, eventually, startTestIot, type TestDevice } from './iot-fixture';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
const moreFolders: (typeof folder)[] = [];
const moreWorlds: (typeof world)[] = [];

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path);
});
afterEach(async () => {
  for (const each of moreWorlds.splice(0)) await each.stop();
  for (const each of moreFolders.splice(0)) await each.remove();
});
afterAll(async () => {
  await world.stop();
  await folder.remove();
});

/** Resolves once the client has so many lifecycle events. */
const events = (of: typeof world, clientId: string, count: number) =>
  eventually(() => {
    const all = of.presence(clientId);
    return all.length >= count && all;
  }, `${count} events of ${clientId}`);

/** A second process's view of the data, as a kill at this moment would have left it. */
async function worldAfterKill(overrides: Parameters<typeof startTestIot>[1]) {
  const copy = await dataFolder();
  moreFolders.push(copy);
  await cp(folder.path, copy.path, { recursive: true });
  const next = await startTestIot(copy.path, overrides);
  moreWorlds.push(next);
  return next;
}

test('a polite leave: same session and version as the beginning, initiated by the client', async () => {
  const device = await world.addDevice('polite');

  await (await world.connect(device)).endAsync();
  const [connected, disconnected] = await events(world, 'polite', 2);
  await (await world.connect(device)).endAsync();
  const again = (await events(world, 'polite', 4)).slice(2);

  expect(disconnected).toEqual({
    clientId: 'polite',
    timestamp: expect.any(Number),
    eventType: 'disconnected',
    sessionIdentifier: connected?.sessionIdentifier,
    principalIdentifier: device.certificateId,
    clientInitiatedDisconnect: true,
    disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
    versionNumber: 0,
  });
  expect(again.map(({ versionNumber }) => versionNumber)).toEqual([1, 1]);
  expect(again[0]?.sessionIdentifier).not.toBe(connected?.sessionIdentifier);
});

test('a lost connection publishes the QoS 1 last will, also to who hears presence on the same connection', async () => {
  const observer = await world.connect(await world.addDevice('observer', 'Observer'));
  const heard: string[] = [];
  observer.on('message', (topic) => heard.push(topic));
  await observer.subscribeAsync(['#', '$aws/events/presence/#'], { qos: 1 });
  const will = { topic: 'fragile/telemetry', payload: Buffer.from('gone'), qos: 1 as const, retain: false };
  const client = await world.connect(await world.addDevice('fragile'), { will });
  await events(world, 'fragile', 1);

  client.stream.destroy();
  const [, end] = await events(world, 'fragile', 2);
  await eventually(
    () => heard.includes('fragile/telemetry') && heard.includes('$aws/events/presence/disconnected/fragile'),
    'both',
  );

  expect(end).toMatchObject({ disconnectReason: 'CONNECTION_LOST', clientInitiatedDisconnect: false });
  expect(world.messages.filter(({ topic }) => topic === 'fragile/telemetry')).toMatchObject([
    { clientId: 'fragile', qos: 1, payload: Buffer.from('gone') },
  ]);
  await observer.endAsync();
});

test('a last will that no policy allows refuses the connection', async () => {
  const device = await world.addDevice('schemer');
  const will = { topic: 'other/telemetry', payload: Buffer.from('x'), qos: 0 as const, retain: false };

  await expect(world.connect(device, { will })).rejects.toThrow('Not authorized');

  expect(await events(world, 'schemer', 1)).toMatchObject([{ eventType: 'connect_failed' }]);
});

test('a takeover ends the old connection as DUPLICATE_CLIENTID, before the new one begins, and spares the new one', async () => {
  const device = await world.addDevice('twice');
  const old = await world.connect(device);
  await old.subscribeAsync('twice/downlink');
  const next = await world.connect(device);
  const [, end, begin] = await events(world, 'twice', 3);

  await next.publishAsync('twice/telemetry', 'from the new one', { qos: 1 });

  expect(end).toMatchObject({ eventType: 'disconnected', disconnectReason: 'DUPLICATE_CLIENTID', versionNumber: 0 });
  expect(begin).toMatchObject({ eventType: 'connected', versionNumber: 1 });
  expect(old.connected).toBe(false);
  expect(world.iot.broker.connectedClientIds()).toContain('twice');
  await next.endAsync();
  expect((await events(world, 'twice', 4))[3]).toMatchObject({ versionNumber: 1, clientInitiatedDisconnect: true });
});

test('a rush of one name leaves exactly one connection, and every other one ended', async () => {
  const device = await world.addDevice('rush');
  // Subscriptions make the old connection's end take a moment, in which the others arrive.
  await (await world.connect(device)).subscribeAsync('rush/downlink');

  const clients = Array.from({ length: 6 }, () => world.open(device, 'rush'));
  await eventually(() => world.presence('rush').filter((e) => e.eventType === 'connected').length > 0, 'one to win');
  await eventually(() => clients.filter(({ connected }) => connected).length === 1, 'one to stay');
  const balance = () => {
    const all = world.presence('rush').map(({ eventType }) => eventType);
    return all.filter((type) => type === 'connected').length - all.filter((type) => type === 'disconnected').length;
  };
  await eventually(() => balance() === 1, 'the others to be told');

  expect(world.iot.broker.connectedClientIds().filter((id) => id === 'rush')).toHaveLength(1);
  for (const client of clients) client.end(true);
});

test('a client that falls silent is ended after one and a half keep-alives (fact 4)', async () => {
  const device = await world.addDevice('silent');
  const socket = world.openRaw(device);
  const startedAt = performance.now();

  socket.write(connectPacket('silent', 1));
  const [, end] = await events(world, 'silent', 2);

  expect(end).toMatchObject({ disconnectReason: 'MQTT_KEEP_ALIVE_TIMEOUT', clientInitiatedDisconnect: false });
  expect(performance.now() - startedAt).toBeGreaterThan(1_400);
  socket.destroy();
});

test('a second CONNECT on one connection is a CLIENT_ERROR', async () => {
  const device = await world.addDevice('eager');
  const socket = world.openRaw(device);
  const connect = connectPacket('eager', 30);
  socket.write(connect);
  await events(world, 'eager', 1);

  socket.write(connect);
  const [, end] = await events(world, 'eager', 2);

  expect(end).toMatchObject({ disconnectReason: 'CLIENT_ERROR' });
});

test('a resumed session keeps its identifier', async () => {
  const device = await world.addDevice('sleepy');
  const first = await world.connect(device, { clean: false });
  await first.subscribeAsync('sleepy/downlink', { qos: 1 });
  await first.endAsync();
  await events(world, 'sleepy', 2);

  await (await world.connect(device, { clean: false })).endAsync();
  const all = await events(world, 'sleepy', 4);

  expect(new Set(all.map(({ sessionIdentifier }) => sessionIdentifier)).size).toBe(1);
  expect(all.map(({ versionNumber }) => versionNumber)).toEqual([0, 0, 1, 1]);
});

test('after an hour away a session is forgotten, with what waited in it, and versions start at 0 again', async () => {
  const own = await dataFolder();
  moreFolders.push(own);
  let offsetMs = 0;
  const later = await startTestIot(own.path, { clock: { ...systemClock, now: () => Date.now() + offsetMs } });
  moreWorlds.push(later);
  const device = await later.addDevice('hibernator');
  for (let i = 0; i < 2; i++) {
    const client = await later.connect(device, { clean: false });
    await client.subscribeAsync('hibernator/downlink', { qos: 1 });
    await client.endAsync();
  }
  await events(later, 'hibernator', 4);
  await later.iot.publisher.publish('hibernator/downlink', 'stale', { qos: 1 });

  offsetMs = 3_600_000;
  const client = later.open(device, 'hibernator', { clean: false });
  const heard: string[] = [];
  client.on('message', (_topic, payload) => heard.push(payload.toString()));
  const sessionPresent = await new Promise((resolve) => client.once('connect', (ack) => resolve(ack.sessionPresent)));
  await client.subscribeAsync('hibernator/downlink', { qos: 1 });
  await later.iot.publisher.publish('hibernator/downlink', 'fresh', { qos: 1 });
  await eventually(() => heard.includes('fresh'), 'the fresh message');

  expect(sessionPresent).toBe(false);
  expect(heard).toEqual(['fresh']);
  const versions = (await events(later, 'hibernator', 5)).map(({ versionNumber }) => versionNumber);
  expect(versions).toEqual([0, 0, 1, 1, 0]);
});

test('after a kill, whoever does not come back is told to be gone; whoever does is not', async () => {
  const [lost, returning] = await Promise.all([world.addDevice('lost'), world.addDevice('returning')]);
  await Promise.all([world.connect(lost), world.connect(returning)]);
  const [before] = await events(world, 'lost', 1);
  await events(world, 'returning', 1);

  const next = await worldAfterKill({ lostAfterMs: 500 });
  await next.connect(returning);
  const [end] = await events(next, 'lost', 1);

  expect(end).toMatchObject({
    eventType: 'disconnected',
    disconnectReason: 'SERVER_INITIATED_DISCONNECT',
    sessionIdentifier: before?.sessionIdentifier,
    versionNumber: before?.versionNumber,
  });
  expect(next.presence('returning')).toMatchObject([{ eventType: 'connected', versionNumber: 1 }]);
});

test('a stop tells everybody’s end, and the next start has nothing left to tell', async () => {
  const own = await dataFolder();
  moreFolders.push(own);
  const first = await startTestIot(own.path);
  const device: TestDevice = await first.addDevice('stays');
  await first.connect(device);
  await events(first, 'stays', 1);

  await first.iot.stop();
  const ends = first.presence('stays').slice(1);
  await first.stop();
  const second = await startTestIot(own.path);
  moreWorlds.push(second);
  await (await second.connect(device)).endAsync();

  expect(ends).toMatchObject([{ eventType: 'disconnected', disconnectReason: 'SERVER_INITIATED_DISCONNECT' }]);
  expect((await events(second, 'stays', 2)).map(({ eventType }) => eventType)).toEqual(['connected', 'disconnected']);
});

test('with chaos, no event is missing', async () => {
  const own = await dataFolder();
  moreFolders.push(own);
  const unruly = await startTestIot(own.path, { chaos: { duplicate: true, shuffle: true, seed: 7 } });
  moreWorlds.push(unruly);
  const device = await unruly.addDevice('noisy');

  for (let i = 0; i < 5; i++) await (await unruly.connect(device)).endAsync();
  await unruly.iot.stop();

  const told = unruly.presence('noisy').map(({ eventType, versionNumber }) => `${eventType} ${versionNumber}`);
  const calm = [0, 1, 2, 3, 4].flatMap((version) => [`connected ${version}`, `disconnected ${version}`]);
  expect([...new Set(told)].sort()).toEqual([...calm].sort());
});

test('a port that is taken is said with its number', async () => {
  const own = await dataFolder();
  moreFolders.push(own);

  const second = startTestIot(own.path, { mqttPort: world.iot.mqttPort });

  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE', port: world.iot.mqttPort });
});
