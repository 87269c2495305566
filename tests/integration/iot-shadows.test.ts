// Device shadows, over MQTT by MQTT.js and over HTTPS by the AWS SDK.
import {
  DeleteThingShadowCommand,
  GetThingShadowCommand,
  IoTDataPlaneClient,
  ListNamedShadowsForThingCommand,
  PublishCommand,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT_ID } from '../../local/assembly/assembly';
import { assemblyOf, roleOf } from '../../local/gateway/iam-fixture';
import { closed, dataFolder, eventually, startTestIot, type TestDevice } from './iot-fixture';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let device: TestDevice;
let client: MqttClient;
let data: IoTDataPlaneClient;
const heard: { topic: string; body: Record<string, unknown> }[] = [];

const READER = 'ShadowReader';
const arn = (name: string) => `arn:aws:iot:eu-central-1:${ACCOUNT_ID}:thing/${name}`;
const roles = assemblyOf([
  roleOf(READER, [
    { Effect: 'Allow', Action: ['iot:GetThingShadow', 'iot:ListNamedShadowsForThing'], Resource: arn('lamp') },
    { Effect: 'Allow', Action: 'iot:GetThingShadow', Resource: arn('lamp/config') },
  ]),
]);

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, { roles });
  device = await world.addDevice('lamp');
  client = await world.connect(device);
  client.on('message', (topic, payload) => heard.push({ topic, body: JSON.parse(payload.toString()) }));
  await client.subscribeAsync('$aws/things/lamp/shadow/#', { qos: 1 });
  data = new IoTDataPlaneClient(world.sdkOptions);
});
afterAll(async () => {
  data.destroy();
  await world.stop();
  await folder.remove();
});

const CLASSIC = '$aws/things/lamp/shadow';
const send = (topic: string, body: unknown) =>
  client.publishAsync(topic, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1 });
/** Resolves to the first message on the topic that bears the token. */
const answer = (topic: string, clientToken: string) =>
  eventually(
    () => heard.find((message) => message.topic === topic && message.body.clientToken === clientToken)?.body,
    `${topic} for ${clientToken}`,
  );
const bodyOf = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString());

test('an app desires, the device hears the delta, reports, and both see it settled', async () => {
  await send(`${CLASSIC}/update`, { state: { desired: { color: 'red', level: 4 } }, clientToken: 'app-1' });
  const accepted = await answer(`${CLASSIC}/update/accepted`, 'app-1');
  const delta = await answer(`${CLASSIC}/update/delta`, 'app-1');
  const documents = await answer(`${CLASSIC}/update/documents`, 'app-1');
  const { timestamp } = accepted;

  await send(`${CLASSIC}/update`, { state: { reported: { color: 'red', level: 4 } }, clientToken: 'device-1' });
  const settled = await answer(`${CLASSIC}/update/documents`, 'device-1');
  await send(`${CLASSIC}/get`, { clientToken: 'app-2' });
  const got = await answer(`${CLASSIC}/get/accepted`, 'app-2');

  expect(timestamp).toBeCloseTo(Date.now() / 1000, -2);
  expect(accepted).toEqual({
    state: { desired: { color: 'red', level: 4 } },
    metadata: { desired: { color: { timestamp }, level: { timestamp } } },
    version: 1,
    timestamp,
    clientToken: 'app-1',
  });
  expect(delta).toMatchObject({ state: { color: 'red', level: 4 }, version: 1 });
  expect(documents).toMatchObject({ previous: { version: 0 }, current: { version: 1 } });
  expect(settled).toMatchObject({ previous: { version: 1 }, current: { version: 2 } });
  expect(heard.filter(({ topic, body }) => topic.endsWith('/delta') && body.clientToken === 'device-1')).toEqual([]);
  expect(got).toMatchObject({
    state: { desired: { color: 'red', level: 4 }, reported: { color: 'red', level: 4 } },
    version: 2,
  });
  expect(got).not.toHaveProperty('state.delta');
});

test('refused requests are answered on the rejected topic, and the connection stays', async () => {
  await send(`${CLASSIC}/update`, { state: { desired: { a: 1 } }, version: 99, clientToken: 'late' });
  await send(`${CLASSIC}/update`, { state: [], clientToken: 'malformed' });
  await send(`${CLASSIC}/name/absent/get`, { clientToken: 'nobody' });
  await send(`${CLASSIC}/name/absent/delete`, { clientToken: 'nothing' });
  await send(`${CLASSIC}/name/huge/update`, `{"state":{"desired":{"a":"${'x'.repeat(8_200)}"}}}`);

  expect(await answer(`${CLASSIC}/update/rejected`, 'late')).toMatchObject({ code: 409, message: 'Version conflict' });
  expect(await answer(`${CLASSIC}/update/rejected`, 'malformed')).toMatchObject({
    code: 400,
    message: 'State node must be an object',
  });
  expect(await answer(`${CLASSIC}/name/absent/get/rejected`, 'nobody')).toEqual({
    code: 404,
    message: "No shadow exists with name: 'absent'",
    clientToken: 'nobody',
  });
  expect(await answer(`${CLASSIC}/name/absent/delete/rejected`, 'nothing')).toMatchObject({ code: 404 });
  await eventually(
    () => heard.find(({ topic, body }) => topic === `${CLASSIC}/name/huge/update/rejected` && body.code === 413),
    'the refusal of what is too large',
  );
  expect(client.connected).toBe(true);
});

test('what the SDK changes over HTTPS the device hears, and the SDK sees what the device reports', async () => {
  const shadow = { thingName: 'lamp', shadowName: 'config' };
  const payload = Buffer.from(JSON.stringify({ state: { desired: { intervalMs: 500 } }, clientToken: 'sdk' }));

  const updated = await data.send(new UpdateThingShadowCommand({ ...shadow, payload }));
  const delta = await answer(`${CLASSIC}/name/config/update/delta`, 'sdk');
  await send(`${CLASSIC}/name/config/update`, { state: { reported: { intervalMs: 500 }, desired: null } });
  const got = await data.send(new GetThingShadowCommand(shadow));
  const listed = await data.send(new ListNamedShadowsForThingCommand({ thingName: 'lamp' }));
  const deleted = await data.send(new DeleteThingShadowCommand(shadow));
  const after = await data.send(new ListNamedShadowsForThingCommand({ thingName: 'lamp' }));

  expect(bodyOf(updated.payload)).toMatchObject({ state: { desired: { intervalMs: 500 } }, version: 1 });
  expect(delta).toMatchObject({ state: { intervalMs: 500 } });
  expect(bodyOf(got.payload)).toMatchObject({ state: { reported: { intervalMs: 500 } }, version: 2 });
  expect(bodyOf(got.payload)).not.toHaveProperty('state.desired');
  expect(listed.results).toEqual(['config']);
  expect(bodyOf(deleted.payload)).toEqual({ version: 2, timestamp: expect.any(Number) });
  expect(after.results).toEqual([]);
  await eventually(() => heard.some(({ topic }) => topic === `${CLASSIC}/name/config/delete/accepted`), 'the deletion');
});

test('the SDK gets AWS’s exceptions, and nothing about them goes over MQTT', async () => {
  const before = heard.length;
  const update = (body: unknown) =>
    data.send(new UpdateThingShadowCommand({ thingName: 'lamp', payload: Buffer.from(JSON.stringify(body)) }));

  await expect(data.send(new GetThingShadowCommand({ thingName: 'unheard-of' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: "No shadow exists with name: 'unheard-of'",
  });
  await expect(update({ state: {}, version: 99 })).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(update({ state: { delta: {} } })).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(update({ state: { desired: { a: 'x'.repeat(8_200) } } })).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
  });
  await expect(data.send(new GetThingShadowCommand({ thingName: 'lamp', shadowName: 'a b' }))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
  // A round trip on the device's connection: what was said before would have arrived.
  await client.subscribeAsync('lamp/downlink');
  expect(heard.slice(before)).toEqual([]);
});

test('a role reaches the shadows that its policy names, each named shadow by its own resource', async () => {
  const reader = new IoTDataPlaneClient({ ...world.sdkOptions, credentials: world.credentialsOf(READER) });
  const payload = Buffer.from('{"state":{"reported":{"a":1}}}');
  for (const shadowName of ['config', 'secret']) {
    await data.send(new UpdateThingShadowCommand({ thingName: 'lamp', shadowName, payload }));
  }
  const get = (shadowName?: string) => reader.send(new GetThingShadowCommand({ thingName: 'lamp', shadowName }));

  await get();
  await get('config');
  await reader.send(new ListNamedShadowsForThingCommand({ thingName: 'lamp' }));

  await expect(get('secret')).rejects.toThrow(`iot:GetThingShadow on resource: ${arn('lamp/secret')}`);
  await expect(reader.send(new UpdateThingShadowCommand({ thingName: 'lamp', payload }))).rejects.toThrow(
    `iot:UpdateThingShadow on resource: ${arn('lamp')}`,
  );
  reader.destroy();
});

test('names come in pages', async () => {
  const payload = Buffer.from('{"state":{"reported":{"a":1}}}');
  for (const shadowName of ['c', 'a', 'b']) {
    await data.send(new UpdateThingShadowCommand({ thingName: 'paged', shadowName, payload }));
  }

  const first = await data.send(new ListNamedShadowsForThingCommand({ thingName: 'paged', pageSize: 2 }));
  const { nextToken } = first;
  const second = await data.send(new ListNamedShadowsForThingCommand({ thingName: 'paged', pageSize: 2, nextToken }));

  expect([first.results, second.results, second.nextToken]).toEqual([['a', 'b'], ['c'], undefined]);
});

test('rules hear requests and answers; the service’s own publish asks a shadow, too', async () => {
  const payload = Buffer.from('{"state":{"reported":{"door":"open"}},"clientToken":"rule"}');

  await data.send(new PublishCommand({ topic: `${CLASSIC}/name/door/update`, payload, qos: 1 }));
  await answer(`${CLASSIC}/name/door/update/accepted`, 'rule');

  const topics = world.messages.map(({ topic }) => topic).filter((topic) => topic.includes('/name/door/'));
  expect(topics).toEqual(['update', 'update/accepted', 'update/documents'].map((end) => `${CLASSIC}/name/door/${end}`));
});

test('one after the other: of two updates to one version one wins, and fifty count to fifty', async () => {
  const thingName = 'contested';
  const update = (body: object) =>
    data.send(new UpdateThingShadowCommand({ thingName, payload: Buffer.from(JSON.stringify(body)) }));
  await update({ state: { desired: { a: 0 } } });

  const race = await Promise.allSettled([1, 2].map((a) => update({ state: { desired: { a } }, version: 1 })));
  await Promise.all(Array.from({ length: 48 }, (_, at) => update({ state: { desired: { [`k${at}`]: at } } })));

  expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(bodyOf((await data.send(new GetThingShadowCommand({ thingName }))).payload)).toMatchObject({ version: 50 });
});

test('a last will on a shadow’s topic is heard, but changes no shadow', async () => {
  const other = await world.addDevice('fragile');
  const topic = '$aws/things/fragile/shadow/update';
  const payload = Buffer.from('{"state":{"reported":{"connected":false}}}');
  const lost = await world.connect(other, { will: { topic, payload, qos: 1, retain: false } });
  await eventually(() => world.presence('fragile').length > 0, 'the connection');

  lost.stream.destroy();
  await eventually(() => world.messages.some((message) => message.topic === topic), 'the last will');

  await expect(data.send(new GetThingShadowCommand({ thingName: 'fragile' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test("another device's shadow ends the connection", async () => {
  const other = await world.connect(await world.addDevice('nosy'));
  const ends = closed(other);

  other.publish(`${CLASSIC}/get`, '', { qos: 1 }, () => undefined);
  await ends;

  await eventually(
    () => world.presence('nosy').find(({ disconnectReason }) => disconnectReason === 'AUTH_ERROR'),
    'the end',
  );
});

test('a restart knows every shadow, and a deleted one keeps its version', async () => {
  const own = await dataFolder();
  const first = await startTestIot(own.path);
  const sdk = new IoTDataPlaneClient(first.sdkOptions);
  const thingName = 'survivor';
  const payload = Buffer.from('{"state":{"desired":{"a":1}}}');
  await sdk.send(new UpdateThingShadowCommand({ thingName, payload }));
  await sdk.send(new UpdateThingShadowCommand({ thingName, shadowName: 'gone', payload }));
  await sdk.send(new DeleteThingShadowCommand({ thingName, shadowName: 'gone' }));
  sdk.destroy();
  await first.stop();

  const second = await startTestIot(own.path);
  const next = new IoTDataPlaneClient(second.sdkOptions);
  const kept = await next.send(new GetThingShadowCommand({ thingName }));
  const again = await next.send(new UpdateThingShadowCommand({ thingName, shadowName: 'gone', payload }));

  expect(bodyOf(kept.payload)).toMatchObject({ state: { desired: { a: 1 }, delta: { a: 1 } }, version: 1 });
  expect(bodyOf(again.payload)).toMatchObject({ version: 2 });
  next.destroy();
  await second.stop();
  await own.remove();
});
