// What a device's certificate opens in the running cloud: its own client id and topics, and nothing of anybody else.
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { REGION } from '../../local/assembly/assembly';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { addDevice, connectDevice } from '../device';
import { signInAs } from '../people';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { presignedMqttUrl, type Signer } from './presigned-url';

const READING = JSON.stringify({ temperature: 21 });

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
  for (const name of ['pump', 'door', 'plant-7']) await addDevice(cloud, name);
});
afterAll(() => cloud?.stop());

/** Publishes, and tells what the broker made of it: acknowledged, or the connection closed. */
function publishing(client: MqttClient, topic: string, payload: string): Promise<'acknowledged' | 'closed'> {
  return new Promise((resolve) => {
    client.once('close', () => resolve('closed'));
    client.publish(topic, payload, { qos: 1 }, (error) => resolve(error ? 'closed' : 'acknowledged'));
  });
}

const attempt = async (name: string, topic: string, payload = READING) => {
  const client = await connectDevice(cloud, name);
  const outcome = await publishing(client, topic, payload);
  await client.endAsync(true);
  return outcome;
};

/** What was stored of readings, once one of `name` that is published now has come through. */
async function storedAfterOneOf(name: string): Promise<unknown[]> {
  const marker = `${name}-${performance.now()}`;
  expect(await attempt(name, `${name}/telemetry`, JSON.stringify({ marker }))).toBe('acknowledged');
  const rows = () => rowsOf(cloud, 'TelemetrySample');
  return eventually('the marker is stored', async () => {
    const all = await rows();
    return (
      all.some(({ metrics }) => (metrics as { marker?: string }).marker === marker) && all.map((row) => row.thingName)
    );
  });
}

describe('publishing', () => {
  test.each(['pump/telemetry', 'pump/ack', 'solar/pump/data', 'solar/pump/ack', '$aws/things/pump/shadow/update'])(
    'a device may publish to its own %s',
    async (topic) => {
      expect(await attempt('pump', topic)).toBe('acknowledged');
    },
  );

  test.each([
    'door/telemetry',
    'door/ack',
    'solar/door/data',
    'solar/plant-7/data',
    '$aws/things/door/shadow/update',
    '$aws/things/pump/shadow/update/accepted',
    '$aws/events/presence/disconnected/door',
    '$aws/rules/DeviceTelemetryRule/door/telemetry',
    'pump/telemetry/door',
    'pump/downlink',
  ])('a device may not publish to %s: its connection is closed', async (topic) => {
    expect(await attempt('pump', topic)).toBe('closed');
  });

  it('left no reading of another thing', async () => {
    const stored = await storedAfterOneOf('pump');
    const presence = await rowsOf(cloud, 'DevicePresence');

    expect(new Set(stored)).toEqual(new Set(['pump']));
    expect(presence.map(({ thingName }) => thingName)).not.toContain('door');
  });
});

describe('subscribing', () => {
  let client: MqttClient;
  beforeAll(async () => {
    client = await connectDevice(cloud, 'pump');
  });
  afterAll(() => client?.endAsync(true));

  test.each(['pump/downlink', 'solar/pump/commands', '$aws/things/pump/shadow/update/delta'])(
    'a device may hear its own %s',
    async (topic) => {
      const [granted] = await client.subscribeAsync(topic, { qos: 1 });
      expect(granted).toMatchObject({ topic, qos: 1 });
    },
  );

  test.each([
    '#',
    '+/telemetry',
    'pump/telemetry',
    'door/downlink',
    'door/telemetry',
    'solar/plant-7/commands',
    '$aws/things/door/shadow/update',
    '$aws/things/+/shadow/update',
    '$aws/events/presence/+/+',
  ])('a device may not hear %s', async (filter) => {
    await expect(client.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
    expect(client.connected).toBe(true);
  });
});

describe('connecting', () => {
  test.each(['door', 'stranger', 'pump-2', 'PUMP', ''])('not as %j with the certificate of pump', async (clientId) => {
    const client = connectDevice(cloud, 'pump', { clientId });
    await expect(client.then((connected) => connected.endAsync(true))).rejects.toThrow();
  });

  it('does not mark the thing whose name was used', async () => {
    await storedAfterOneOf('pump');
    const names = (await rowsOf(cloud, 'DevicePresence')).map(({ thingName }) => thingName);

    for (const name of ['door', 'stranger', 'pump-2']) expect(names).not.toContain(name);
  });
});

describe('over WebSocket', () => {
  const connecting = async (signer: Signer, clientId: string) => {
    const url = await presignedMqttUrl(cloud.awsEndpoint, signer);
    const client = mqtt.connect(url, { clientId, reconnectPeriod: 0 });
    return new Promise<MqttClient>((resolve, reject) => {
      client.once('connect', () => resolve(client));
      client.once('error', reject);
    });
  };
  const cognito = async (operation: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(cloud.awsEndpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  };

  it('whoever has the keys of the administrator hears devices', async () => {
    const { administrator } = openAccessKeys(cloud.dataDirectory, Date.now);
    const client = await connecting(administrator, 'console');
    const hears = new Promise((resolve) => client.once('message', (topic) => resolve(topic)));
    await client.subscribeAsync('+/telemetry', { qos: 1 });

    await attempt('pump', 'pump/telemetry');

    expect(await hears).toBe('pump/telemetry');
    await client.endAsync(true);
  });

  it('a signed-in person is refused as long as no role of the backend opens IoT Core', async () => {
    const viewer = cloud.people.find(({ role }) => role === 'viewer');
    const [pool] = cloud.assembly.ofType('AWS::Cognito::IdentityPool');
    if (!viewer || !pool) throw new Error('There is no viewer, or no identity pool.');
    const { idToken } = await signInAs(cloud, viewer);
    const Logins = { [`cognito-idp.${REGION}.amazonaws.com/${cloud.userPool.userPoolId}`]: idToken };
    const { IdentityId } = await cognito('GetId', { IdentityPoolId: pool.ref, Logins });
    const { Credentials } = await cognito('GetCredentialsForIdentity', { IdentityId, Logins });
    const { AccessKeyId, SecretKey, SessionToken } = Credentials as Record<string, string>;
    const signer = {
      accessKeyId: AccessKeyId ?? '',
      secretAccessKey: SecretKey ?? '',
      sessionToken: SessionToken ?? '',
    };

    await expect(connecting(signer, String(IdentityId))).rejects.toThrow('Not authorized');
  });
});

describe('a gateway', () => {
  it('speaks for the children of its plant', async () => {
    const payload = JSON.stringify({ plantId: 'plant-7', deviceId: 'inverter-1', metrics: { dcPowerW: 410 } });

    expect(await attempt('plant-7', 'solar/plant-7/data', payload)).toBe('acknowledged');

    await eventually('the child has a reading', async () =>
      (await rowsOf(cloud, 'TelemetrySample')).some(({ thingName }) => thingName === 'plant-7/inverter-1'),
    );
  });

  it('does not speak for another plant: not on its topic, and not on its own in another’s name', async () => {
    const forged = JSON.stringify({ plantId: 'plant-8', deviceId: 'inverter-1', metrics: { dcPowerW: 410 } });

    expect(await attempt('plant-7', 'solar/plant-8/data', forged)).toBe('closed');
    expect(await attempt('plant-7', 'solar/plant-7/data', forged)).toBe('acknowledged');

    const event = await eventually('the forgery is on the timeline', async () =>
      (await rowsOf(cloud, 'DeviceEvent')).find(
        ({ thingName, kind }) => thingName === 'plant-7' && kind === 'payloadRejected',
      ),
    );
    expect(event.detail).toMatchObject({ reason: 'plantMismatch' });
    for (const model of ['TelemetrySample', 'DeviceLatest']) {
      const names = (await rowsOf(cloud, model)).map(({ thingName }) => String(thingName));
      expect(names.filter((name) => name.startsWith('plant-8'))).toEqual([]);
    }
  });
});
