// AWS's own device SDK against the local broker: what a device that is built on it relies on.

import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { auth, iot, iotshadow, mqtt } from 'aws-iot-device-sdk-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assemblyOf, roleOf } from '../../local/gateway/iam-fixture';
import { dataFolder, eventually, startTestIot, type TestDevice } from './iot-fixture';

const ROLE = 'Everything';
let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let device: TestDevice;
const open: mqtt.MqttClientConnection[] = [];

beforeAll(async () => {
  folder = await dataFolder();
  const roles = assemblyOf([roleOf(ROLE, [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }])]);
  world = await startTestIot(folder.path, { roles });
  device = await world.addDevice('sdk-1');
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.disconnect().catch(() => undefined)));
  await world.stop();
  await folder.remove();
});

const built = (builder: iot.AwsIotMqttConnectionConfigBuilder, clientId: string, port: number, isClean = true) =>
  builder
    .with_certificate_authority(world.ca)
    .with_endpoint('localhost')
    .with_port(port)
    .with_client_id(clientId)
    .with_clean_session(isClean)
    .with_keep_alive_seconds(30);

function connectionOf(builder: iot.AwsIotMqttConnectionConfigBuilder): mqtt.MqttClientConnection {
  const connection = new mqtt.MqttClient().new_connection(builder.build());
  open.push(connection);
  return connection;
}

const mutualTls = (as: TestDevice) => iot.AwsIotMqttConnectionConfigBuilder.new_mtls_builder(as.cert, as.key);
const deviceConnection = (isClean = true) =>
  connectionOf(built(mutualTls(device), device.thingName, world.iot.mqttPort, isClean));
const text = (payload: ArrayBuffer) => Buffer.from(payload).toString();

test('over mutual TLS: connect, publish QoS 1, hear the downlink, leave politely', async () => {
  const connection = deviceConnection();
  const heard: string[] = [];

  const sessionPresent = await connection.connect();
  const granted = await connection.subscribe('sdk-1/downlink', mqtt.QoS.AtLeastOnce, (_topic, payload) => {
    heard.push(text(payload));
  });
  await connection.publish('sdk-1/telemetry', '{"t":21}', mqtt.QoS.AtLeastOnce);
  await world.iot.publisher.publish('sdk-1/downlink', '{"on":true}', { qos: 1 });
  await eventually(() => heard.length > 0, 'the downlink');
  await connection.disconnect();

  expect(sessionPresent).toBe(false);
  expect(granted).toMatchObject({ qos: mqtt.QoS.AtLeastOnce });
  expect(world.messages.find(({ topic }) => topic === 'sdk-1/telemetry')).toMatchObject({
    payload: Buffer.from('{"t":21}'),
    principal: device.certificateId,
  });
  expect(heard).toEqual(['{"on":true}']);
  await eventually(() => world.presence('sdk-1').at(-1)?.clientInitiatedDisconnect === true, 'the polite end');
});

test('a refused subscription is said to be, and a stranger’s name is refused at CONNECT', async () => {
  const connection = deviceConnection();
  await connection.connect();

  const refused = await connection.subscribe('door-1/downlink', mqtt.QoS.AtLeastOnce);
  await connection.disconnect();
  const impostor = connectionOf(built(mutualTls(device), 'door-1', world.iot.mqttPort));

  // The return code of SUBACK for a failure [MQTT-3.9.3-2].
  expect(refused.qos).toBe(0x80);
  await expect(impostor.connect()).rejects.toThrow();
});

test('a persistent session: what was missed comes with the next connection', async () => {
  const first = deviceConnection(false);
  await first.connect();
  await first.subscribe('sdk-1/downlink', mqtt.QoS.AtLeastOnce);
  await first.disconnect();
  await world.iot.publisher.publish('sdk-1/downlink', 'while away', { qos: 1 });

  const second = deviceConnection(false);
  const heard: string[] = [];
  second.on('message', (_topic, payload) => heard.push(text(payload)));
  const sessionPresent = await second.connect();
  await eventually(() => heard.length > 0, 'the missed message');
  await second.disconnect();

  expect(sessionPresent).toBe(true);
  expect(heard).toEqual(['while away']);
});

test('the last will is published when the connection is lost, here to a takeover', async () => {
  const will = new mqtt.MqttWill('sdk-1/telemetry', mqtt.QoS.AtLeastOnce, 'gone', false);
  const lost = connectionOf(built(mutualTls(device), device.thingName, world.iot.mqttPort).with_will(will));
  await lost.connect();

  // The SDK would come back at once and take the name over again.
  lost.on('interrupt', () => void lost.disconnect());
  const next = await world.connect(device);
  await eventually(() => world.messages.some(({ payload }) => payload.toString() === 'gone'), 'the last will');

  const isTakenOver = () =>
    world.presence('sdk-1').some(({ disconnectReason }) => disconnectReason === 'DUPLICATE_CLIENTID');
  await eventually(isTakenOver, 'the event of the takeover');
  await next.endAsync();
});

test('its shadow client: named and classic shadows, the delta, and the typed refusal', async () => {
  const connection = deviceConnection();
  await connection.connect();
  const shadows = new iotshadow.IotShadowClient(connection);
  const qos = mqtt.QoS.AtLeastOnce;
  const thingName = device.thingName;
  const deltas: unknown[] = [];
  const refusals: (number | undefined)[] = [];
  const versions: (number | undefined)[] = [];
  const named = { thingName, shadowName: 'config' };
  await shadows.subscribeToNamedShadowDeltaUpdatedEvents(named, qos, (_error, event) => deltas.push(event?.state));
  await shadows.subscribeToGetNamedShadowRejected(named, qos, (_error, answer) => refusals.push(answer?.code));
  await shadows.subscribeToUpdateShadowAccepted({ thingName }, qos, (_error, answer) => versions.push(answer?.version));

  await shadows.publishGetNamedShadow({ ...named, clientToken: 'a' }, qos);
  await shadows.publishUpdateNamedShadow({ ...named, state: { desired: { rate: 5 } }, clientToken: 'b' }, qos);
  await shadows.publishUpdateShadow({ thingName, state: { reported: { rate: 5 } }, clientToken: 'c' }, qos);
  await eventually(() => deltas.length + refusals.length + versions.length === 3, 'the three answers');
  await connection.disconnect();

  expect([deltas, refusals, versions]).toEqual([[{ rate: 5 }], [404], [1]]);
});

test('over WebSocket with SigV4: the SDK signs, the gateway verifies', async () => {
  const door = await tlsInFrontOf(Number(new URL(world.endpoint).port));
  const { accessKeyId, secretAccessKey, sessionToken } = world.credentialsOf(ROLE);
  const provider = auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken);
  const signing = { region: 'eu-central-1', credentials_provider: provider };
  const builder = iot.AwsIotMqttConnectionConfigBuilder.new_with_websockets(signing);
  const connection = connectionOf(built(builder, 'browser-1', (door.address() as AddressInfo).port));

  await connection.connect();
  await connection.publish('people/browser-1', 'signed', mqtt.QoS.AtLeastOnce);
  await connection.disconnect();
  door.close();

  expect(world.messages.find(({ topic }) => topic === 'people/browser-1')).toMatchObject({
    clientId: 'browser-1',
    principal: expect.stringMatching(/^AROA/),
  });
});

/** The SDK speaks TLS only; the gateway's own port is plain HTTP. */
async function tlsInFrontOf(port: number): Promise<Server> {
  const identity = JSON.parse(await readFile(join(folder.path, 'iot', 'server.json'), 'utf8'));
  const door = createServer({ cert: identity.certificatePem, key: identity.keyPem }, (socket) => {
    const onward = connectTcp(port, '127.0.0.1');
    for (const each of [socket, onward]) each.on('error', () => undefined);
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return door;
}
