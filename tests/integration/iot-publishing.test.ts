// What a device may publish and hear, and what an acknowledgement promises.
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { closed, connectPacket, dataFolder, eventually, startTestIot, type TestDevice } from './iot-fixture';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let device: TestDevice;
let observer: MqttClient;
let heard: { topic: string; payload: string; retain: boolean }[];
/** What the rules do with a message; a test may replace it. */
let accept: () => Promise<void>;
const accepted = async () => undefined;

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, { onPublish: () => accept() });
  accept = accepted;
  device = await world.addDevice('pump-1');
  observer = await world.connect(await world.addDevice('observer', 'Observer'));
  observer.on('message', (topic, payload, { retain }) => heard.push({ topic, payload: payload.toString(), retain }));
});
beforeEach(() => {
  heard = [];
  accept = accepted;
});
afterAll(async () => {
  await world.stop();
  await folder.remove();
});

const nextMessage = (client: MqttClient) =>
  new Promise<{ topic: string; payload: string }>((resolve) => {
    client.once('message', (topic, payload) => resolve({ topic, payload: payload.toString() }));
  });
const payloads = () => world.messages.map(({ payload }) => payload.toString());
/** To be called before the connection: resolves to its disconnected event, not to an earlier one's. */
function endOfNextConnection(clientId: string) {
  const ends = () => world.presence(clientId).filter(({ eventType }) => eventType === 'disconnected');
  const before = ends().length;
  return () => eventually(() => ends()[before], 'the disconnected event');
}

/** Resolves once every earlier connection of the client has been told to be over. */
const allEnded = (clientId: string) =>
  eventually(() => {
    const types = world.presence(clientId).map(({ eventType }) => eventType);
    const of = (type: string) => types.filter((each) => each === type).length;
    return of('connected') === of('disconnected');
  }, 'the earlier connections to end');

test('PUBACK comes only after the message was accepted, in the order of the messages', async () => {
  const waiting: (() => void)[] = [];
  const client = await world.connect(device);
  await eventually(() => world.presence('pump-1').length > 0, 'the connected event');
  accept = () => new Promise((resolve) => waiting.push(resolve));
  const acknowledged: string[] = [];
  const send = (payload: string) =>
    client.publishAsync('pump-1/telemetry', payload, { qos: 1 }).then(() => acknowledged.push(payload));

  const sending = [send('first'), send('second'), send('third')];
  await eventually(() => waiting.length === 3, 'all three to be offered at once');
  waiting[2]?.();
  waiting[1]?.();
  // A round trip on the same connection: an acknowledgement sent before would have arrived before it.
  await client.subscribeAsync('pump-1/downlink');
  const early = [...acknowledged];
  waiting[0]?.();
  await Promise.all(sending);

  expect(early).toEqual([]);
  expect(acknowledged).toEqual(['first', 'second', 'third']);
  accept = accepted;
  await client.endAsync();
});

test('a message that cannot be accepted is not acknowledged, and the connection ends', async () => {
  const client = await world.connect(device);
  await eventually(() => world.iot.broker.connectedClientIds().includes('pump-1'), 'the connection');
  accept = async () => {
    throw new Error('The disk is full.');
  };
  let isAcknowledged = false;
  const ends = closed(client);

  client.publish('pump-1/telemetry', 'lost?', { qos: 1 }, (error) => {
    isAcknowledged = !error;
  });
  await ends;
  accept = accepted;

  expect(isAcknowledged).toBe(false);
  expect(world.log.join()).toContain('The disk is full.');
});

test('one device’s messages are accepted together', async () => {
  const client = await world.connect(device);
  await eventually(() => world.presence('pump-1').at(-1)?.eventType === 'connected', 'the connected event');
  let atOnce = 0;
  let most = 0;
  accept = async () => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setTimeout(resolve, 2));
    atOnce--;
  };

  await Promise.all(Array.from({ length: 1_000 }, () => client.publishAsync('pump-1/telemetry', 'x', { qos: 1 })));

  expect(most).toBeGreaterThan(20);
  accept = accepted;
  await client.endAsync();
});

test("publishing to another device's topic ends the connection, and nobody hears it", async () => {
  await observer.subscribeAsync('#', { qos: 1 });
  await allEnded('pump-1');
  const end = endOfNextConnection('pump-1');
  const client = await world.connect(device);
  const ends = closed(client);

  client.publish('door-1/telemetry', 'forged', { qos: 1 }, () => undefined);
  await ends;

  expect(await end()).toMatchObject({ disconnectReason: 'AUTH_ERROR' });
  expect(payloads()).not.toContain('forged');
  expect(heard).not.toContainEqual(expect.objectContaining({ payload: 'forged' }));
});

test('retaining needs its own permission', async () => {
  await allEnded('pump-1');
  const end = endOfNextConnection('pump-1');
  const client = await world.connect(device);
  const ends = closed(client);

  client.publish('pump-1/telemetry', 'kept', { qos: 1, retain: true }, () => undefined);
  await ends;

  // Waited for also because the next test must not take this end for its own.
  expect(await end()).toMatchObject({ disconnectReason: 'AUTH_ERROR' });
  expect(payloads()).not.toContain('kept');
});

test.each([
  ['QoS 2', 'pump-1/telemetry', 'x', 2],
  ['more than 128 KB', 'pump-1/telemetry', 'x'.repeat(128 * 1024 + 1), 1],
  ['a ninth topic level', 'pump-1/2/3/4/5/6/7/8/9', 'x', 1],
  ['a reserved topic', '$aws/events/presence/disconnected/door-1', 'x', 1],
  ['what only the shadow service says', '$aws/things/pump-1/shadow/update/accepted', '{}', 1],
] as const)('%s ends the connection as CLIENT_ERROR', async (_what, topic, payload, qos) => {
  const before = world.messages.filter((message) => message.topic === topic).length;
  await allEnded('pump-1');
  const end = endOfNextConnection('pump-1');
  const client = await world.connect(device);
  const ends = closed(client);

  client.publish(topic, payload, { qos }, () => undefined);
  await ends;

  expect(await end()).toMatchObject({ disconnectReason: 'CLIENT_ERROR' });
  expect(world.messages.filter((message) => message.topic === topic)).toHaveLength(before);
});

test('a packet too large to be accepted is not collected to its end', async () => {
  await allEnded('pump-1');
  const end = endOfNextConnection('pump-1');
  const socket = world.openRaw(device);
  const ends = new Promise((resolve) => socket.once('close', resolve));

  socket.write(connectPacket('pump-1', 30));
  // A PUBLISH that announces 256 MB ([MQTT-2.2.3]) and brings half a megabyte of it.
  socket.write(Buffer.concat([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(512 * 1024)]));
  await ends;

  expect(await end()).toMatchObject({ disconnectReason: 'CLIENT_ERROR' });
});

test('subscribing outside its topics gives SUBACK 0x80, and the connection stays', async () => {
  const client = await world.connect(device);

  const filters = ['door-1/downlink', '#', '$aws/things/door-1/shadow/update/delta', '$aws/things/+/shadow/#'];
  const refused = await Promise.all(
    filters.map((filter) =>
      client.subscribeAsync(filter).then(
        () => 'granted',
        (error: Error) => error.message,
      ),
    ),
  );
  const [granted] = await client.subscribeAsync('pump-1/downlink', { qos: 1 });

  expect(refused).not.toContain('granted');
  expect(granted?.qos).toBe(1);
  expect(client.connected).toBe(true);
  await client.endAsync();
});

test('a device hears its downlink, and the rules hear what the service publishes', async () => {
  const client = await world.connect(device);
  await client.subscribeAsync('pump-1/downlink', { qos: 1 });
  const arrives = nextMessage(client);

  await world.iot.publisher.publish('pump-1/downlink', '{"on":true}', { qos: 1 });

  expect(await arrives).toEqual({ topic: 'pump-1/downlink', payload: '{"on":true}' });
  const heard = world.messages.findLast(({ topic }) => topic === 'pump-1/downlink');
  expect(heard).toMatchObject({ clientId: null, principal: null });
  await client.endAsync();
});

test('a subscriber to QoS 0 and QoS 1 misses nothing, and overlapping filters deliver once', async () => {
  await observer.subscribeAsync(['pump-1/#', 'pump-1/telemetry'], { qos: 1 });
  const client = await world.connect(device);
  const sent = Array.from({ length: 100 }, (_, at) => `m${at}`);

  await Promise.all(
    sent.map((payload, at) => client.publishAsync('pump-1/telemetry', payload, { qos: at % 2 === 0 ? 1 : 0 })),
  );
  await eventually(() => heard.length >= sent.length, 'all messages');
  await observer.unsubscribeAsync(['pump-1/#', 'pump-1/telemetry']);

  expect(heard.map(({ payload }) => payload).sort()).toEqual([...sent].sort());
  await client.endAsync();
});

test('messages of the service with different QoS, published at once, all arrive', async () => {
  await observer.subscribeAsync('mixed', { qos: 1 });
  const sent = Array.from({ length: 40 }, (_, at) => `m${at}`);

  await Promise.all(
    sent.map((payload, at) => world.iot.publisher.publish('mixed', payload, { qos: at % 2 === 0 ? 1 : 0 })),
  );
  await eventually(() => heard.length >= sent.length, 'all messages');

  expect(heard.map(({ payload }) => payload).sort()).toEqual([...sent].sort());
});

test('hearing a topic needs iot:Receive besides iot:Subscribe', async () => {
  const deaf = await world.connect(await world.addDevice('deaf', 'Deaf'));
  const heardByDeaf: string[] = [];
  deaf.on('message', (topic) => heardByDeaf.push(topic));
  await deaf.subscribeAsync('secret', { qos: 1 });
  await observer.subscribeAsync('secret', { qos: 1 });

  await world.iot.publisher.publish('secret', 'x', { qos: 1 });
  await eventually(() => heard.length > 0, 'the observer to hear it');
  // A round trip on the deaf connection: what was sent to it before has arrived.
  await deaf.subscribeAsync('more');

  expect(heardByDeaf).toEqual([]);
  await deaf.endAsync();
});

test('Basic Ingest reaches the rules and no subscriber', async () => {
  await observer.subscribeAsync('#', { qos: 1 });
  const client = await world.connect(device);

  await client.publishAsync('$aws/rules/archive/pump-1/telemetry', 'cheap', { qos: 1 });
  await client.publishAsync('pump-1/telemetry', 'after', { qos: 1 });
  await eventually(() => heard.some(({ payload }) => payload === 'after'), 'the later message');

  expect(world.messages.find(({ payload }) => payload.toString() === 'cheap')?.topic).toBe(
    '$aws/rules/archive/pump-1/telemetry',
  );
  expect(heard.filter(({ topic }) => topic.startsWith('$') || topic === '')).toEqual([]);
  expect(heard.map(({ payload }) => payload)).not.toContain('cheap');
  await client.endAsync();
});

test('a persistent session receives what it missed', async () => {
  const first = await world.connect(device, { clean: false });
  await first.subscribeAsync('pump-1/downlink', { qos: 1 });
  await first.endAsync();
  await world.iot.publisher.publish('pump-1/downlink', 'while away', { qos: 1 });

  const second = world.open(device, 'pump-1', { clean: false });
  const { payload } = await nextMessage(second);

  expect(payload).toBe('while away');
  await second.endAsync();
});
