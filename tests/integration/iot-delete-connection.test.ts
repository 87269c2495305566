// DeleteConnection: ending a device's connection by the API, judged by the SDK's own client. What becomes of its session and
// last will, and who may.
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { IConnackPacket } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNT_ID } from '../../local/assembly/assembly';
import { assemblyOf, roleOf } from '../../local/gateway/iam-fixture';
import { closed, dataFolder, OBSERVER_POLICY, startTestIot } from './iot-fixture';

const USHER = 'Usher';
const clientArn = (id: string) => `arn:aws:iot:eu-central-1:${ACCOUNT_ID}:client/${id}`;
const roles = assemblyOf([
  roleOf(USHER, [{ Effect: 'Allow', Action: 'iot:DeleteConnection', Resource: clientArn('noisy*') }]),
]);
const API = { reason: 'API_INITIATED_DISCONNECT', wasClients: false };
let folder: Awaited<ReturnType<typeof dataFolder>>;
let world: Awaited<ReturnType<typeof startTestIot>>;
let usher: IoTDataPlaneClient;

beforeAll(async () => {
  folder = await dataFolder();
  world = await startTestIot(folder.path, { policies: { Observer: OBSERVER_POLICY }, roles });
  usher = new IoTDataPlaneClient({ ...world.sdkOptions, credentials: world.credentialsOf(USHER) });
});
afterAll(async () => {
  usher.destroy();
  await world.stop();
  await folder.remove();
});

const end = (clientId: string, more: { cleanSession?: boolean; preventWillMessage?: boolean } = {}) =>
  usher.send(new DeleteConnectionCommand({ clientId, ...more }));

/** Connects a device that waits for messages and has a last will; returns what a later connection finds of that. */
async function meet(thingName: string) {
  const noisy = await world.addDevice(thingName, 'Observer');
  const will = { topic: `${thingName}/will`, payload: Buffer.from('gone'), qos: 1 as const, retain: false };
  const client = await world.connect(noisy, { clean: false, will });
  await client.subscribeAsync(`${thingName}/downlink`, { qos: 1 });
  const ends = closed(client);
  return {
    async found() {
      await ends;
      const again = world.open(noisy, thingName, { clean: false });
      const { sessionPresent } = await new Promise<IConnackPacket>((resolve) => again.once('connect', resolve));
      await again.endAsync();
      const [end] = world.presence(thingName).filter(({ eventType }) => eventType === 'disconnected');
      return {
        sessionPresent,
        willWasSent: world.messages.some(({ topic }) => topic === will.topic),
        reason: end?.disconnectReason,
        wasClients: end?.clientInitiatedDisconnect,
      };
    },
  };
}

test('keeps the session and sends the last will unless told otherwise', async () => {
  const { found } = await meet('noisy-1');
  await end('noisy-1');
  expect(await found()).toEqual({ sessionPresent: true, willWasSent: true, ...API });
});

test('forgets the session and withholds the last will', async () => {
  const { found } = await meet('noisy-2');
  await end('noisy-2', { cleanSession: true, preventWillMessage: true });
  expect(await found()).toEqual({ sessionPresent: false, willWasSent: false, ...API });
});

test('refuses who is not connected, what is no client id, and a client that the role may not disconnect', async () => {
  await expect(end('noisy-3')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(end('$noisy')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(end('meter-1')).rejects.toThrow(`iot:DeleteConnection on resource: ${clientArn('meter-1')}`);
});
