// Devices by the dozen for tests that put the cloud under fire: provisioned without a process of their own, each on its
// own connection.
import { join } from 'node:path';
import type { IoTClient } from '@aws-sdk/client-iot';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type DeviceIdentity, deviceFiles } from '../local/fleet/things/device-files';
import { inParallel } from '../local/fleet/things/in-parallel';
import { provisionThing } from '../local/fleet/things/provision-thing';

/** What a device needs of a cloud, be it in this process or in another one. */
export interface DoorToDevices {
  dataDirectory: string;
  mqttPort: number;
  caPath: string;
  devicePolicyName: string;
}

/** Makes things with certificates of their own, a few at a time. */
export async function provisionDevices(cloud: DoorToDevices, iot: IoTClient, names: readonly string[]) {
  const identities = new Map<string, DeviceIdentity>();
  await inParallel(names, 4, async (name) => {
    const files = deviceFiles(join(cloud.dataDirectory, 'devices'), name);
    const { identity } = await provisionThing(iot, name, files, { ...cloud, keys: 'device' });
    identities.set(name, identity);
  });
  return identities;
}

/** Connects as the device. Never reconnects by itself unless `reconnectPeriod` says so. */
export async function connectAs(
  { mqttPort }: Pick<DoorToDevices, 'mqttPort'>,
  ca: string,
  { thingName, certificatePem, privateKeyPem }: DeviceIdentity,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const settings: IClientOptions = {
    clientId: thingName,
    ca,
    cert: certificatePem,
    key: privateKeyPem,
    reconnectPeriod: 0,
    connectTimeout: 10_000,
    ...options,
  };
  // Without `false` a connection that ends before its CONNACK would settle nothing, ever.
  const client = await mqtt.connectAsync(`mqtts://127.0.0.1:${mqttPort}`, settings, false);
  // A dropped connection is an outcome here, not a crash of the test.
  client.on('error', () => undefined);
  // One listener for each message that is on its way.
  client.setMaxListeners(0);
  return client;
}

/** Publishes with QoS 1. Says whether it was acknowledged before the connection ended. */
export function isAcknowledged(client: MqttClient, topic: string, payload: Buffer, dup = false): Promise<boolean> {
  // The client would keep it for a reconnection that never comes.
  if (!client.connected) return Promise.resolve(false);
  return new Promise((resolve) => {
    const dropped = () => resolve(false);
    client.once('close', dropped);
    client.publish(topic, payload, { qos: 1, dup }, (error) => {
      client.off('close', dropped);
      resolve(!error);
    });
  });
}
