// What stays for a device that is away: retained messages and persistent sessions. Also the protocol's edges that device
// SDKs rely on, judged by mosquitto_sub and MQTT.js.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  GetRetainedMessageCommand,
  IoTDataPlaneClient,
  ListRetainedMessagesCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { IConnackPacket, MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
