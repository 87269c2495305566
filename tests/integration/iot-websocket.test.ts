// MQTT over WebSocket for signed-in people and roles: MQTT.js with a presigned URL.
import {
  AttachPolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  ListAttachedPoliciesCommand,
  ListTargetsForPolicyCommand,
} from '@aws-sdk/client-iot';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseLifecycleEvent } from '../../domain/presence/lifecycle-event';
import { ACCOUNT_ID } from '../../local/assembly/assembly';
import { assemblyOf, roleOf } from '../../local/gateway/iam-fixture';
import { LONGEST_CONNECTION_MS } from '../../local/iot/broker/websocket-door';
import { systemClock } from '../../local/settings/clock';
import {
  closed,
  connectPacket,
  DEVICE_POLICY,
  dataFolder,
  eventually,
  OBSERVER_POLICY,
  POLICY_NAME,
  refusalOf,
  startTestIot,
} from './iot-fixture';
import { presignedMqttUrl, type Signer } from './presigned-url';

const ROLE = 'Viewer';
const FUNCTION_ROLE = 'Function';
const NARROW = 'Narrow';
const arn = (resource: string) => `arn:aws:iot:eu-central-1:${ACCOUNT_ID}:${resource}`;
const sub = '$' + '{cognito-identity.amazonaws.com:sub}';
const CONNECT_AND_HEAR = ['iot:Connect', 'iot:Subscribe', 'iot:Receive'];
const roles = assemblyOf([
  roleOf(ROLE, [
    { Effect: 'Allow', Action: CONNECT_AND_HEAR, Resource: '*' },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: [arn('topic/people/*'), arn('topic/pump-1/downlink')] },
  ]),
  roleOf(FUNCTION_ROLE, [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn('client/function') },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: arn('topic/people/function') },
  ]),
]);
/** What an identity's own policy lets it do: less than its role, and more. */
const NARROW_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn(`client/${sub}`) },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: [arn(`topic/people/${sub}`), arn('topic/secret')] },
    { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: arn('topicfilter/+/telemetry') },
    { Effect: 'Allow', Action: ['iot:Receive'], Resource: arn('topic/pump-1/telemetry') },
  ],
};

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
const clients: MqttClient[] = [];
const timers: { delayMs: number; fire: () => void }[] = [];

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, {
    roles,
    policies: { [POLICY_NAME]: DEVICE_POLICY, Observer: OBSERVER_POLICY, [NARROW]: NARROW_POLICY },
    clock: {
      ...systemClock,
      after(delayMs, callback) {
        timers.push({ delayMs, fire: callback });
        return systemClock.after(delayMs, callback);
      },
    },
  });
});
afterAll(async () => {
  for (const client of clients) client.end(true);
  await world.stop();
  await folder.remove();
});

/** An identity id of its own for each test. */
const identity = (digit: number) => `eu-central-1:${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const attach = (target: string, policyName = NARROW) =>
  world.control.send(new AttachPolicyCommand({ policyName, target }));

async function open(signer: Signer, clientId: string): Promise<MqttClient> {
  const url = await presignedMqttUrl(world.endpoint, signer);
  const client = mqtt.connect(url, { clientId, reconnectPeriod: 0, protocolVersion: 4 });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

async function connect(signer: Signer, clientId: string): Promise<MqttClient> {
  const client = await open(signer, clientId);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('closed before CONNACK')));
  });
  return client;
}

/** Resolves to the answer that the upgrade was refused with. */
function refusedUpgrade(url: string, protocols: string[] = ['mqtt']) {
  return new Promise<{ status?: number; type?: unknown; message: string }>((resolve, reject) => {
    const socket = new WebSocket(url, protocols);
    socket.on('open', () => reject(new Error('The connection was let in.')));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        const { statusCode: status, headers } = response;
        resolve({
          ...(status ? { status } : {}),
          type: headers['x-amzn-errortype'],
          message: JSON.parse(text).message,
        });
      });
    });
  });
}

test('a signed-in person hears a device and speaks to it, within role and attached policy', async () => {
  const me = identity(1);
  await attach(me);
  const device = await world.connect(await world.addDevice('pump-1'));
  const person = await connect(world.identityCredentials(me, ROLE), me);
  const hears = new Promise<string>((resolve) => person.once('message', (topic, payload) => resolve(topic + payload)));

  await person.subscribeAsync('+/telemetry', { qos: 1 });
  await device.publishAsync('pump-1/telemetry', '=21', { qos: 1 });
  await person.publishAsync(`people/${me}`, 'hello', { qos: 1 });

  expect(await hears).toBe('pump-1/telemetry=21');
  expect(world.messages.find(({ topic }) => topic === `people/${me}`)).toMatchObject({
    clientId: me,
    principal: expect.stringMatching(/^AROA[A-Z2-7]{17}:CognitoIdentityCredentials$/),
    sourceIp: '127.0.0.1',
  });
  await Promise.all([person.endAsync(), device.endAsync()]);
});

test('browsers are not devices: their lifecycle events name no certificate, and presence leaves them out', async () => {
  const me = identity(2);
  await attach(me);

  await (await connect(world.identityCredentials(me, ROLE), me)).endAsync();
  const events = await eventually(() => {
    const all = world.presence(me);
    return all.length === 2 && all;
  }, 'both events');

  expect(events).toMatchObject([
    { eventType: 'connected', principalIdentifier: expect.stringMatching(/^AROA/) },
    { eventType: 'disconnected', clientInitiatedDisconnect: true },
  ]);
  expect(parseLifecycleEvent(events[0])).toMatchObject({ ok: false, problem: { kind: 'notADevice' } });
});

test('without a policy attached to the identity the role alone is not enough, and the log says so', async () => {
  const me = identity(3);

  const why = await refusalOf(await open(world.identityCredentials(me, ROLE), me));

  expect(why).toContain('Not authorized');
  expect(world.log.join('\n')).toContain(
    `may not connect: no policy of the identity ${me} allows iot:Connect on ${arn(`client/${me}`)}`,
  );
});

test('the policy variable of the identity keeps people to their own client id', async () => {
  const me = identity(4);
  await attach(me);

  expect(await refusalOf(await open(world.identityCredentials(me, ROLE), 'pump-1'))).toContain('Not authorized');
});

test('what only one of role and policy allows is refused, and the log says which one did not', async () => {
  const me = identity(5);
  await attach(me);
  const credentials = world.identityCredentials(me, ROLE);

  // The policy allows it, the role does not; then the other way round.
  for (const topic of ['secret', 'pump-1/downlink']) {
    const client = await connect(credentials, me);
    const ends = closed(client);
    client.publish(topic, 'x', { qos: 1 }, () => undefined);
    await ends;
  }
  const client = await connect(credentials, me);
  const refused = await client.subscribeAsync('#').then(
    () => 'granted',
    (error: Error) => error.message,
  );

  const log = world.log.join('\n');
  expect(log).toContain(`/CognitoIdentityCredentials does not allow iot:Publish on ${arn('topic/secret')}`);
  expect(log).toContain(`no policy of the identity ${me} allows iot:Publish on ${arn('topic/pump-1/downlink')}`);
  expect(refused).not.toBe('granted');
  expect(log).toContain(`no policy of the identity ${me} allows iot:Subscribe on ${arn('topicfilter/#')}`);
  expect(client.connected).toBe(true);
  expect(world.messages.filter(({ topic }) => topic === 'secret')).toEqual([]);
  await client.endAsync();
});

test('a role that is no identity’s needs no attached policy; its session names it', async () => {
  const client = await connect(world.credentialsOf(FUNCTION_ROLE), 'function');

  await client.publishAsync('people/function', 'x', { qos: 1 });

  expect(world.messages.find(({ topic }) => topic === 'people/function')).toMatchObject({
    principal: expect.stringMatching(/^AROA[A-Z2-7]{17}:test$/),
  });
  await client.endAsync();
  expect(await refusalOf(await open(world.credentialsOf(FUNCTION_ROLE), 'another'))).toContain('Not authorized');
});

test('a policy is attached to an identity like to a certificate, and bites as soon as it is detached', async () => {
  const me = identity(6);
  await attach(me);
  await attach(me, 'Observer');
  const client = await connect(world.identityCredentials(me, ROLE), me);
  const ends = closed(client);

  const attached = await world.control.send(new ListAttachedPoliciesCommand({ target: me }));
  const targets = await world.control.send(new ListTargetsForPolicyCommand({ policyName: 'Observer' }));
  const deleting = world.control.send(new DeletePolicyCommand({ policyName: 'Observer' }));
  await expect(deleting).rejects.toMatchObject({ name: 'DeleteConflictException' });
  for (const policyName of [NARROW, 'Observer']) {
    await world.control.send(new DetachPolicyCommand({ policyName, target: me }));
  }
  client.publish(`people/${me}`, 'x', { qos: 1 }, () => undefined);
  await ends;

  expect(attached.policies?.map(({ policyName }) => policyName)).toEqual([NARROW, 'Observer']);
  expect(targets.targets).toEqual([me]);
  expect((await world.control.send(new ListAttachedPoliciesCommand({ target: me }))).policies).toEqual([]);
});

test('a URL that is not signed, or not rightly, is refused with AWS’s code before any MQTT', async () => {
  const good = await presignedMqttUrl(world.endpoint, world.identityCredentials(identity(7), ROLE));
  const old = new Date(Date.now() - 120_000);
  const stale = await presignedMqttUrl(world.endpoint, world.identityCredentials(identity(7), ROLE), old);
  const spent = await presignedMqttUrl(world.endpoint, world.identityCredentials(identity(7), ROLE, -1));

  expect(await refusedUpgrade(good.split('?')[0] ?? '')).toMatchObject({
    status: 403,
    type: 'MissingAuthenticationTokenException',
  });
  expect(await refusedUpgrade(good.replace(/Signature=./, 'Signature=g'))).toMatchObject({ status: 403 });
  expect(await refusedUpgrade(stale)).toMatchObject({
    type: 'InvalidSignatureException',
    message: expect.stringContaining('Signature not current'),
  });
  expect(await refusedUpgrade(spent)).toMatchObject({ type: 'ExpiredTokenException' });
  expect(await refusedUpgrade(good, ['graphql-ws'])).toMatchObject({
    status: 400,
    message: expect.stringContaining('subprotocol'),
  });
});

test('a text frame ends the connection [MQTT-6.0.0-1]', async () => {
  const url = await presignedMqttUrl(world.endpoint, world.credentialsOf(FUNCTION_ROLE));
  const socket = new WebSocket(url, ['mqtt']);
  const ends = new Promise((resolve) => socket.once('close', resolve));
  socket.once('open', () => socket.send(connectPacket('function', 30).toString('latin1'), { binary: false }));

  await ends;

  expect(world.iot.broker.connectedClientIds()).not.toContain('function');
});

test('a WebSocket lives for a day at most (fact 14)', async () => {
  const client = await connect(world.credentialsOf(FUNCTION_ROLE), 'function');
  const ends = closed(client);

  timers
    .filter(({ delayMs }) => delayMs === LONGEST_CONNECTION_MS)
    .at(-1)
    ?.fire();
  await ends;

  await eventually(() => !world.iot.broker.connectedClientIds().includes('function'), 'the end of the connection');
});
