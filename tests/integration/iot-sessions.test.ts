// What stays for a device that is away: retained messages and persistent sessions. Also the protocol's edges that
// device SDKs rely on, judged by mosquitto_sub and MQTT.js.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  ListRetainedMessagesCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { IConnackPacket, MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../local/settings/manual-clock';
import {
  closed,
  dataFolder,
  eventually,
  OBSERVER_POLICY,
  refusalOf,
  startTestIot,
  type TestDevice,
  writeDeviceFiles,
} from './iot-fixture';

const RETAINING = 'Retaining';
const policies = {
  Observer: OBSERVER_POLICY,
  Narrow: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['iot:Connect', 'iot:Receive'], Resource: '*' },
      { Effect: 'Allow', Action: 'iot:Subscribe', Resource: 'arn:aws:iot:eu-central-1:000000000000:topicfilter/two/*' },
    ],
  },
  [RETAINING]: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] },
};
let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let device: TestDevice;

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, { policies });
  device = await world.addDevice('meter-1', RETAINING);
});
afterAll(async () => {
  await world.stop();
  await folder.remove();
});

interface Heard {
  topic: string;
  payload: string;
  retain: boolean;
  qos: number;
}
function listen(client: MqttClient): Heard[] {
  const heard: Heard[] = [];
  client.on('message', (topic, payload, { retain, qos }) => {
    heard.push({ topic, payload: payload.toString(), retain, qos });
  });
  return heard;
}

const run = promisify(execFile);
/** Runs mosquitto_sub until it has so many messages; returns what it prints. */
async function mosquittoSub(as: TestDevice, count: number, more: string[]): Promise<string[]> {
  const files = await writeDeviceFiles(folder.path, as);
  const where = ['-h', 'localhost', '-p', String(world.iot.mqttPort), '--cafile', world.iot.caPath, '-i', as.thingName];
  const { stdout } = await run('mosquitto_sub', [...where, ...files, '-C', String(count), '-W', '10', ...more]);
  return stdout.trimEnd().split('\n');
}

test('a retained message is there after a restart, the newest only, and none once it was cleared', async () => {
  const own = await dataFolder();
  const first = await startTestIot(own.path, { policies });
  const meter = await first.addDevice('meter-2', RETAINING);
  const before = await first.connect(meter);
  await before.publishAsync('site/one', 'old', { qos: 1, retain: true });
  await before.publishAsync('site/one', 'new', { qos: 1, retain: true });
  await before.publishAsync('site/two', 'cleared', { qos: 1, retain: true });
  await before.publishAsync('site/two', '', { qos: 1, retain: true });
  await before.publishAsync('site/three', 'not retained', { qos: 1 });
  await before.endAsync();
  await first.stop();

  const second = await startTestIot(own.path, { policies });
  const after = await second.connect(meter);
  const heard = listen(after);
  await after.subscribeAsync(['site/one', 'site/two', 'site/three', 'site/end'], { qos: 1 });
  await after.publishAsync('site/end', 'live', { qos: 1 });
  await eventually(() => heard.some(({ topic }) => topic === 'site/end'), 'the live message');
  const data = new IoTDataPlaneClient(second.sdkOptions);
  const listed = await data.send(new ListRetainedMessagesCommand({}));
  const got = await data.send(new GetRetainedMessageCommand({ topic: 'site/one' }));
  const absent = data.send(new GetRetainedMessageCommand({ topic: 'site/two' }));
  await expect(absent).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  data.destroy();
  await after.endAsync();
  await second.stop();
  await own.remove();

  expect(heard).toEqual([
    { topic: 'site/one', payload: 'new', retain: true, qos: 1 },
    { topic: 'site/end', payload: 'live', retain: false, qos: 1 },
  ]);
  expect(Buffer.from(got.payload ?? []).toString()).toBe('new');
  expect(listed.retainedTopics).toEqual([
    { topic: 'site/one', payloadSize: 3, qos: 1, lastModifiedTime: got.lastModifiedTime },
  ]);
});

test('a filter with a wildcard brings no retained message, only what comes after', async () => {
  const client = await world.connect(device);
  await client.publishAsync('wild/one', 'retained', { qos: 1, retain: true });
  const heard = listen(client);

  await client.subscribeAsync(['wild/+', '#'], { qos: 1 });
  await client.publishAsync('wild/two', 'live', { qos: 1 });
  await eventually(() => heard.length > 0, 'the live message');
  await client.subscribeAsync('wild/one', { qos: 1 });
  await eventually(() => heard.length > 1, 'the retained message');

  expect(heard.map(({ topic, retain }) => `${topic} ${retain}`)).toEqual(['wild/two false', 'wild/one true']);
  await client.endAsync();
});

test('a reserved topic takes no retained message', async () => {
  const client = await world.connect(device);
  const ends = closed(client);

  client.publish('$aws/things/meter-1/shadow/update', '{"state":{}}', { qos: 1, retain: true }, () => undefined);
  await ends;

  expect(world.log.join('\n')).toContain('is reserved and cannot be published to with RETAIN');
});

test('mosquitto_sub: a retained message, with its flag', async () => {
  const client = await world.connect(device);
  await client.publishAsync('site/level', '7', { qos: 1, retain: true });
  await client.endAsync();
  const other = await world.addDevice('reader', 'Observer');

  const lines = await mosquittoSub(other, 1, ['-t', 'site/level', '-q', '1', '-F', '%t %p %r %q']);

  expect(lines).toEqual(['site/level 7 1 1']);
});

test('mosquitto_sub with a persistent session gets in order what was published while it was away', async () => {
  const reader = await world.addDevice('logger', 'Observer');
  const subscribing = await world.connect(reader, { clean: false });
  await subscribing.subscribeAsync('away/+', { qos: 1 });
  await subscribing.endAsync();
  const sent = Array.from({ length: 20 }, (_, at) => `m${at}`);
  for (const payload of sent) await world.iot.publisher.publish('away/a', payload, { qos: 1 });

  const lines = await mosquittoSub(reader, sent.length, ['-t', 'away/+', '-q', '1', '-c']);

  expect(lines).toEqual(sent);
});

test('the session-present flag: set for a session that waits, not for a new one or after a clean one', async () => {
  const sleeper = await world.addDevice('sleeper', 'Observer');
  const present = async (clean: boolean) => {
    const client = world.open(sleeper, 'sleeper', { clean });
    const connack = await new Promise<IConnackPacket>((resolve) => client.once('connect', resolve));
    await client.subscribeAsync('sleeper/downlink', { qos: 1 });
    await client.endAsync();
    return connack.sessionPresent;
  };

  expect([await present(false), await present(false), await present(true), await present(false)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

type World = typeof world;
const HOUR_MS = 3_600_000;
/** Connects with a persistent session; what waits comes before anything can be asked. */
async function resume(of: World, as: TestDevice) {
  const client = of.open(as, as.thingName, { clean: false });
  const heard = listen(client);
  const { sessionPresent } = await new Promise<IConnackPacket>((resolve) => client.once('connect', resolve));
  return { client, heard, sessionPresent };
}
const payloadsOf = (heard: readonly Heard[]) => heard.map(({ payload }) => payload);
const onDisk = (path: string) => readdirSync(join(path, 'iot', 'sessions', 'messages'));

test('a killed process leaves the session: its subscriptions, and all that the publisher was told is safe', async () => {
  const own = await dataFolder();
  const first = await startTestIot(own.path, { policies });
  const meter = await first.addDevice('meter-3', RETAINING);
  const reader = await first.addDevice('reader-3', 'Observer');
  const before = await resume(first, reader);
  await before.client.subscribeAsync(['away/+', 'away/a'], { qos: 1 });
  const publisher = await first.connect(meter);
  await publisher.publishAsync('away/a', 'live', { qos: 1 });
  await eventually(() => before.heard.length > 0, 'the live message');
  await before.client.endAsync();
  const sent = Array.from({ length: 12 }, (_, at) => `m${at}`);
  for (const payload of sent) await publisher.publishAsync('away/a', payload, { qos: 1 });
  await publisher.publishAsync('away/a', 'nobody waits for QoS 0', { qos: 0 });
  // What a SIGKILL at this moment would leave behind.
  const left = await dataFolder();
  await cp(own.path, left.path, { recursive: true });
  await first.stop();

  const second = await startTestIot(left.path, { policies });
  const after = await resume(second, reader);
  await eventually(() => after.heard.length >= sent.length, 'what waited');
  await second.iot.publisher.publish('away/b', 'by the old subscription', { qos: 1 });
  await eventually(() => after.heard.length > sent.length, 'the live message');
  await after.client.endAsync();
  await second.stop();

  expect(after.sessionPresent).toBe(true);
  expect(payloadsOf(after.heard)).toEqual([...sent, 'by the old subscription']);
  expect(onDisk(left.path)).toEqual([]);
  await own.remove();
  await left.remove();
});

test('a session ends an hour after its connection, also while the local cloud is off', async () => {
  const own = await dataFolder();
  const clock = new ManualClock(Date.now());
  const options = { policies, clock };
  const first = await startTestIot(own.path, options);
  const sleeper = await first.addDevice('sleeper-2', 'Observer');
  const early = await resume(first, sleeper);
  await early.client.subscribeAsync('away/a', { qos: 1 });
  await early.client.endAsync();
  await eventually(() => first.presence('sleeper-2').length === 2, 'its end');
  await first.iot.publisher.publish('away/a', 'in time', { qos: 1 });
  await first.stop();

  clock.advance(HOUR_MS - 1);
  const second = await startTestIot(own.path, options);
  const inTime = await resume(second, sleeper);
  await eventually(() => inTime.heard.length > 0, 'what waited');
  await inTime.client.endAsync();
  await eventually(() => second.presence('sleeper-2').length === 2, 'its end');
  await second.iot.publisher.publish('away/a', 'too late', { qos: 1 });
  await second.stop();
  const kept = onDisk(own.path);

  clock.advance(HOUR_MS);
  const third = await startTestIot(own.path, options);
  const late = await resume(third, sleeper);
  await late.client.endAsync();
  await third.stop();

  expect([early, inTime, late].map(({ sessionPresent }) => sessionPresent)).toEqual([false, true, false]);
  expect([payloadsOf(inTime.heard), payloadsOf(late.heard)]).toEqual([['in time'], []]);
  expect([kept.length, onDisk(own.path).length]).toEqual([1, 0]);
  await own.remove();
});

test('a session that ends while the local cloud runs is not held any longer', async () => {
  const own = await dataFolder();
  const clock = new ManualClock(Date.now());
  const away = await startTestIot(own.path, { policies, clock });
  const sleeper = await away.addDevice('sleeper-3', 'Observer');
  const { client } = await resume(away, sleeper);
  await client.subscribeAsync('away/a', { qos: 1 });
  await client.endAsync();
  await eventually(() => away.presence('sleeper-3').length === 2, 'its end');
  await away.iot.publisher.publish('away/a', 'waits', { qos: 1 });
  const before = onDisk(own.path).length;

  clock.advance(HOUR_MS);
  await eventually(() => onDisk(own.path).length === 0, 'its end');
  await away.iot.publisher.publish('away/a', 'waits for nobody', { qos: 1 });

  expect([before, onDisk(own.path).length]).toEqual([1, 0]);
  await away.stop();
  await own.remove();
});

test('a full session drops what comes, and the log says so', async () => {
  const own = await dataFolder();
  const limits = { queuedBytesPerSession: 2 * 4096, minimumKeepAliveSeconds: 1 };
  const small = await startTestIot(own.path, { policies, limits });
  const reader = await small.addDevice('reader-4', 'Observer');
  const before = await resume(small, reader);
  await before.client.subscribeAsync('away/a', { qos: 1 });
  await before.client.endAsync();

  for (const payload of ['1', '2', '3']) await small.iot.publisher.publish('away/a', payload, { qos: 1 });
  const after = await resume(small, reader);
  await small.iot.publisher.publish('away/a', 'live', { qos: 1 });
  await eventually(() => after.heard.length >= 3, 'what waited, and the live message');

  expect(payloadsOf(after.heard)).toEqual(['1', '2', 'live']);
  expect(small.log.join('\n')).toContain('The session of "reader-4" is full');
  await small.stop();
  await own.remove();
});

test('nothing is written for subscribers with a clean session, nor for QoS 0', async () => {
  const reader = await world.addDevice('reader-5', 'Observer');
  const waiting = await world.addDevice('reader-6', 'Observer');
  const { client: away } = await resume(world, waiting);
  await away.subscribeAsync('cost/zero', { qos: 1 });
  await away.endAsync();
  const client = await world.connect(reader);
  // It acknowledges nothing: what is to be kept for it stays.
  client.handleMessage = () => undefined;
  const heard = listen(client);
  await client.subscribeAsync('cost/one', { qos: 1 });

  await world.iot.publisher.publish('cost/zero', 'QoS 0', { qos: 0 });
  await world.iot.publisher.publish('cost/one', 'clean', { qos: 1 });
  await eventually(() => heard.length > 0, 'the message');

  expect(onDisk(folder.path)).toEqual([]);
  client.end(true);
});

test('a live persistent session gets a message once by two filters, and none by a filter that was refused', async () => {
  const reader = await world.addDevice('reader-7', 'Narrow');
  const { client, heard } = await resume(world, reader);
  const refused = client.subscribeAsync(['two/+', 'two/a', 'refused/a'], { qos: 1 });
  await expect(refused).rejects.toThrow();
  await world.iot.publisher.publish('two/a', 'one', { qos: 1 });
  await world.iot.publisher.publish('two/a', 'two', { qos: 1 });
  await eventually(() => heard.length >= 2, 'both messages');
  await client.endAsync();
  for (const topic of ['refused/a', 'two/a']) await world.iot.publisher.publish(topic, topic, { qos: 1 });
  const again = await resume(world, reader);
  await eventually(() => again.heard.length > 0, 'what waited');
  await again.client.endAsync();

  expect(payloadsOf(heard)).toEqual(['one', 'two']);
  expect(payloadsOf(again.heard)).toEqual(['two/a']);
});

test('no message of a topic that begins with $ waits for a filter that begins with a wildcard [MQTT-4.7.2-1]', async () => {
  const reader = await world.addDevice('reader-8', 'Observer');
  const { client } = await resume(world, reader);
  await client.subscribeAsync('#', { qos: 1 });
  await client.endAsync();

  await world.iot.publisher.publish('$aws/things/reader-8/shadow/update', '{"state":{}}', { qos: 1 });
  await world.iot.publisher.publish('plain', 'plain', { qos: 1 });
  const { client: again, heard } = await resume(world, reader);
  await eventually(() => heard.length > 0, 'what waited');
  await again.endAsync();

  expect(heard.map(({ topic }) => topic)).toEqual(['plain']);
});

test('a payload of exactly 128 KB is taken', async () => {
  const client = await world.connect(device);

  await client.publishAsync('a/b/c/d/e/f/g/h', 'x'.repeat(128 * 1024), { qos: 1 });

  expect(world.messages.find(({ topic }) => topic === 'a/b/c/d/e/f/g/h')?.payload).toHaveLength(128 * 1024);
  await client.endAsync();
});

test('QoS 0 stays QoS 0 for a subscriber that asked for 1, and QoS 1 becomes 0 for one that asked for 0', async () => {
  const client = await world.connect(device);
  const heard = listen(client);
  await client.subscribeAsync('low', { qos: 0 });
  await client.subscribeAsync('high', { qos: 1 });

  for (const topic of ['low', 'high']) {
    for (const qos of [0, 1] as const) await client.publishAsync(topic, String(qos), { qos });
  }
  await eventually(() => heard.length === 4, 'all four');

  expect(heard.map(({ topic, payload, qos }) => `${topic} ${payload} ${qos}`).sort()).toEqual([
    'high 0 0',
    'high 1 1',
    'low 0 0',
    'low 1 0',
  ]);
  await client.endAsync();
});

test('MQTT 5 is refused as an unacceptable protocol version, and the log says so', async () => {
  await refusalOf(world.open(device, 'meter-1', { protocolVersion: 5 }));

  expect(world.log.join('\n')).toContain('"meter-1" may not connect: the local cloud does not support MQTT 5');
});
