// Who may connect to the broker, as whom, and what ends a connection that was let in.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UpdateCertificateCommand, UpdateThingCommand } from '@aws-sdk/client-iot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCertificateAuthority } from '../../local/iot/certificates/certificate-authority';
import { issueWithKeys } from '../../local/iot/certificates/device-certificate';
import {
  closed,
  DEVICE_POLICY,
  dataFolder,
  eventually,
  POLICY_NAME,
  refusalOf,
  startTestIot,
  type TestDevice,
  writeDeviceFiles,
} from './iot-fixture';

const variable = (name: string) => ['$', '{', name, '}'].join('');
const arn = (resource: string) => `arn:aws:iot:eu-central-1:000000000000:${resource}`;
/** Each statement stands on other variables. */
const VARIABLES_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: arn(`client/${variable('iot:ClientId')}`),
      Condition: {
        StringEquals: { 'iot:DomainName': 'localhost' },
        IpAddress: { 'aws:SourceIp': '127.0.0.0/8' },
        Bool: { 'iot:Connection.Thing.IsAttached': 'true' },
      },
    },
    {
      Effect: 'Allow',
      Action: 'iot:Subscribe',
      Resource: [
        'iot:ClientId',
        'iot:CertificateId',
        'iot:Connection.Thing.ThingName',
        'iot:Connection.Thing.Attributes[site]',
        'iot:Connection.Thing.ThingTypeName',
      ].map((name) => arn(`topicfilter/${name.slice(name.lastIndexOf(':') + 1)}/${variable(name)}`)),
    },
  ],
};

let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let pump: TestDevice;
let door: TestDevice;

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, { policies: { [POLICY_NAME]: DEVICE_POLICY, Variables: VARIABLES_POLICY } });
  [pump, door] = await Promise.all([world.addDevice('pump-1'), world.addDevice('door-1')]);
});
afterAll(async () => {
  await world.stop();
  await folder.remove();
});

async function strangerFrom(authorityPath: string) {
  const authority = await openCertificateAuthority(authorityPath, Date.now());
  const made = await issueWithKeys(authority, Date.now());
  return { cert: made.pem, key: made.privateKeyPem };
}

test('a device connects under its thing name and is reported with its certificate id', async () => {
  const client = await world.connect(pump);

  const [event] = await eventually(() => {
    const events = world.presence('pump-1');
    return events.length > 0 && events;
  }, 'the connected event');

  expect(event).toEqual({
    clientId: 'pump-1',
    timestamp: expect.any(Number),
    eventType: 'connected',
    sessionIdentifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
    principalIdentifier: pump.certificateId,
    ipAddress: '127.0.0.1',
    versionNumber: 0,
  });
  await client.endAsync();
});

test("a certificate of the right authority that is not registered is refused, and nobody's name is blamed", async () => {
  const stranger = await strangerFrom(`${folder.path}/iot/ca`);

  const why = await refusalOf(world.open(stranger, 'door-1'));

  expect(why).toContain('Not authorized');
  expect(world.presence('door-1')).toEqual([]);
});

test('a certificate of another authority, or none, does not pass TLS', async () => {
  const stranger = await strangerFrom(`${folder.path}/other-ca`);

  await refusalOf(world.open(stranger, 'door-1'));
  await refusalOf(world.open({ cert: '', key: '' }, 'door-1'));

  expect(world.log.join()).not.toContain('door-1" may not connect: no policy');
});

test("another device's name is refused and reported as connect_failed", async () => {
  const why = await refusalOf(world.open(pump, 'door-1'));

  expect(why).toContain('Not authorized');
  const [event] = await eventually(() => {
    const events = world.presence('door-1');
    return events.length > 0 && events;
  }, 'the connect_failed event');
  expect(event).toMatchObject({
    eventType: 'connect_failed',
    connectFailureReason: 'AUTHORIZATION_FAILED',
    principalIdentifier: pump.certificateId,
  });
});

test('a refused attempt leaves the healthy device of that name connected and heard', async () => {
  const healthy = await world.connect(door);

  await refusalOf(world.open(pump, 'door-1'));
  await healthy.publishAsync('door-1/telemetry', 'still here', { qos: 1 });

  expect(world.messages.some(({ payload }) => payload.toString() === 'still here')).toBe(true);
  await healthy.endAsync();
});

test('a deactivated certificate loses its live connection and cannot come back; reactivated, it can (fact 11)', async () => {
  const device = await world.addDevice('valve-1');
  const client = await world.connect(device);
  const ends = closed(client);
  const set = (newStatus: 'ACTIVE' | 'INACTIVE') =>
    world.control.send(new UpdateCertificateCommand({ certificateId: device.certificateId, newStatus }));

  await set('INACTIVE');
  await ends;

  const end = await eventually(
    () => world.presence('valve-1').find(({ eventType }) => eventType === 'disconnected'),
    'the disconnected event',
  );
  expect(end).toMatchObject({ disconnectReason: 'FORBIDDEN_ACCESS', clientInitiatedDisconnect: false });
  expect(await refusalOf(world.open(device, 'valve-1'))).toContain('Not authorized');
  expect(world.log).toContain('"valve-1" may not connect: the certificate is INACTIVE.');
  await set('ACTIVE');
  await (await world.connect(device)).endAsync();
});

test('a revoked certificate is refused and cannot be made active again', async () => {
  const device = await world.addDevice('hatch-1');
  const set = (newStatus: 'ACTIVE' | 'REVOKED') =>
    world.control.send(new UpdateCertificateCommand({ certificateId: device.certificateId, newStatus }));

  await set('REVOKED');

  expect(await refusalOf(world.open(device, 'hatch-1'))).toContain('Not authorized');
  expect(world.log).toContain('"hatch-1" may not connect: the certificate is REVOKED.');
  await expect(set('ACTIVE')).rejects.toMatchObject({ name: 'CertificateStateException' });
});

test('policy variables: client id, certificate id, thing name and attribute; one without a value allows nothing', async () => {
  const device = await world.addDevice('tank-1', 'Variables');
  await world.control.send(
    new UpdateThingCommand({ thingName: 'tank-1', attributePayload: { attributes: { site: 'roof' } } }),
  );
  const client = await world.connect(device, { servername: 'localhost' });
  const granted = (filter: string) =>
    client.subscribeAsync(filter).then(
      () => true,
      () => false,
    );

  const answers = await Promise.all(
    [
      'ClientId/tank-1',
      `CertificateId/${device.certificateId}`,
      'Connection.Thing.ThingName/tank-1',
      'Connection.Thing.Attributes[site]/roof',
      'Connection.Thing.Attributes[site]/cellar',
      'Connection.Thing.ThingTypeName/',
    ].map(granted),
  );

  expect(answers).toEqual([true, true, true, true, false, false]);
  await client.endAsync();
});

test('conditions of a policy: another name of the server, or a thing that is not attached, is refused', async () => {
  const device = await world.addDevice('tank-2', 'Variables');

  // Without a server name in TLS there is no iot:DomainName.
  expect(await refusalOf(world.open(device, 'tank-2'))).toContain('Not authorized');
  expect(await refusalOf(world.open(device, 'tank-1', { servername: 'localhost' }))).toContain('Not authorized');
  await (await world.connect(device, { servername: 'localhost' })).endAsync();
});

test('mosquitto_pub delivers with the files of a device, and is refused with those of another', async () => {
  const run = promisify(execFile);
  const common = ['-h', 'localhost', '-p', String(world.iot.mqttPort), '--cafile', world.iot.caPath, '-q', '1'];
  const message = ['-i', 'pump-1', '-t', 'pump-1/telemetry', '-m', 'from mosquitto'];

  await run('mosquitto_pub', [...common, ...(await writeDeviceFiles(folder.path, pump)), ...message]);
  const refused = run('mosquitto_pub', [...common, ...(await writeDeviceFiles(folder.path, door)), ...message]);

  await expect(refused).rejects.toThrow();
  const received = world.messages.filter(({ payload }) => payload.toString() === 'from mosquitto');
  expect(received).toEqual([
    {
      topic: 'pump-1/telemetry',
      payload: Buffer.from('from mosquitto'),
      qos: 1,
      clientId: 'pump-1',
      principal: pump.certificateId,
      receivedAt: expect.any(Number),
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sourceIp: '127.0.0.1',
    },
  ]);
});
