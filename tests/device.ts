// A device of a test: made with the project's own command, publishing with mosquitto_pub and its certificate.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IoTClient, UpdateCertificateCommand } from '@aws-sdk/client-iot';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { deviceFiles } from '../local/fleet/things/device-files';
import { openAccessKeys } from '../local/gateway/access-keys';
import { ROOT, type TestCloud } from './test-cloud';

/** What a device needs to know of a cloud, be it in this process or in another one. */
export type DeviceCloud = Pick<TestCloud, 'dataDirectory' | 'mqttPort'>;

interface Finished {
  code: number | null;
  output: string;
}

function run(program: string, args: string[]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, timeout: 30_000 });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const directoryOf = (cloud: Pick<TestCloud, 'dataDirectory'>, name: string) =>
  deviceFiles(join(cloud.dataDirectory, 'devices'), name).directory;

/** Runs `npm run device:add -- NAME` against the cloud. */
export async function addDevice(cloud: Pick<TestCloud, 'dataDirectory'>, name: string): Promise<string> {
  const { code, output } = await run(process.execPath, [
    '--import',
    'tsx',
    'local/cli/device-add.ts',
    name,
    '--data',
    cloud.dataDirectory,
  ]);
  if (code !== 0) throw new Error(output);
  return output;
}

/** Publishes with mosquitto_pub, QoS 1. Resolves when it ended; code 0 means acknowledged. */
export function mosquittoPublish(cloud: DeviceCloud, name: string, payload: string, topic = `${name}/telemetry`) {
  const file = (part: string) => join(directoryOf(cloud, name), part);
  return run('mosquitto_pub', [
    ...['--cafile', file('ca.pem'), '--cert', file('certificate.pem'), '--key', file('private.key')],
    ...['-h', '127.0.0.1', '-p', String(cloud.mqttPort), '-i', name, '-t', topic, '-q', '1', '-m', payload],
  ]);
}

/** Connects as the device and stays connected; never reconnects by itself. */
export function connectDevice(
  cloud: DeviceCloud,
  name: string,
  options: { clientId?: string } = {},
): Promise<MqttClient> {
  const read = (part: string) => readFileSync(join(directoryOf(cloud, name), part));
  const settings: IClientOptions = {
    clientId: options.clientId ?? name,
    ca: read('ca.pem'),
    cert: read('certificate.pem'),
    key: read('private.key'),
    reconnectPeriod: 0,
    connectTimeout: 5_000,
  };
  // Without `false` a connection that ends before its CONNACK would settle nothing, ever.
  return mqtt.connectAsync(`mqtts://127.0.0.1:${cloud.mqttPort}`, settings, false);
}

/** An IoT control-plane client with the administrator's credentials. */
export function iotClient(cloud: TestCloud): IoTClient {
  const { administrator } = openAccessKeys(cloud.dataDirectory, Date.now);
  return new IoTClient({ endpoint: cloud.awsEndpoint, region: 'eu-central-1', credentials: administrator });
}

/** Makes the device's certificate INACTIVE. */
export async function deactivate(cloud: TestCloud, name: string): Promise<void> {
  const { certificateId } = JSON.parse(readFileSync(join(directoryOf(cloud, name), 'device.json'), 'utf8')) as {
    certificateId: string;
  };
  const client = iotClient(cloud);
  await client.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
  client.destroy();
}
