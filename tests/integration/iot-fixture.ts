// The local IoT Core on free ports with the template's device policy, behind the real gateway, with real certificates.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { ACCOUNT_ID, type Assembly, type AssemblyResource } from '../../local/assembly/assembly';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { startGateway } from '../../local/gateway/gateway';
import { createIamAuthority } from '../../local/gateway/iam-authority';
import { type IotOptions, startIot } from '../../local/iot/start-iot';
import type { PublishedMessage } from '../../local/settings/ports';

export const POLICY_NAME = 'DevicePolicy';
const thing = '$' + '{iot:Connection.Thing.ThingName}';
const arn = (resource: string) => `arn:aws:iot:eu-central-1:000000000000:${resource}`;

/** As amplify/iot/device-policy.ts synthesizes it, with presence events to subscribe to. */
export const DEVICE_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: arn(`client/${thing}`),
      Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
    },
    {
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: [
        arn(`topic/${thing}/telemetry`),
        arn(`topic/$aws/things/${thing}/shadow/*`),
        arn(`topic/$aws/rules/archive/${thing}/telemetry`),
      ],
    },
    {
      Effect: 'Allow',
      Action: 'iot:Subscribe',
      Resource: [arn(`topicfilter/${thing}/downlink`), arn(`topicfilter/$aws/things/${thing}/shadow/*`)],
    },
    {
      Effect: 'Allow',
      Action: 'iot:Receive',
      Resource: [arn(`topic/${thing}/downlink`), arn(`topic/$aws/things/${thing}/shadow/*`)],
    },
  ],
};

/** A policy for a test's own observer. */
export const OBSERVER_POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['iot:Connect', 'iot:Subscribe', 'iot:Receive', 'iot:Publish'], Resource: '*' },
  ],
};

/** Subscribes to anything but may receive nothing. */
export const DEAF_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['iot:Connect', 'iot:Subscribe'], Resource: '*' }],
};

function policyResource(name: string, document: object): AssemblyResource {
  const properties = { PolicyDocument: document, Tags: [] };
  return { logicalId: name, type: 'AWS::IoT::Policy', ref: name, arn: arn(`policy/${name}`), properties };
}

/** An assembly that has IoT policies only. */
export function iotAssembly(policies: Record<string, object>): Assembly {
  const resources = Object.entries(policies).map(([name, document]) => policyResource(name, document));
  return {
    directory: '',
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    assetPath: () => '',
    assetText: () => '',
    outputs: {},
  };
}

const POLICIES = { [POLICY_NAME]: DEVICE_POLICY, Observer: OBSERVER_POLICY, Deaf: DEAF_POLICY };

export interface TestDevice {
  thingName: string;
  certificateId: string;
  certificateArn: string;
  cert: string;
  key: string;
}

type Overrides = Partial<Omit<IotOptions, 'assembly' | 'dataDirectory'>> & {
  policies?: Record<string, object>;
  /** Roles with their policies, for callers with AWS credentials. */
  roles?: Assembly;
};

/** A folder that is removed when the test run ends. */
export async function dataFolder() {
  const path = await mkdtemp(join(tmpdir(), 'fleetlight-iot-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Starts everything. `messages` are what the rules were given, oldest first. */
export async function startTestIot(dataDirectory: string, overrides: Overrides = {}) {
  const { policies = POLICIES, roles = iotAssembly({}), onPublish, ...options } = overrides;
  const messages: PublishedMessage[] = [];
  const log: string[] = [];
  const assembly = iotAssembly(policies);
  const accessKeys = openAccessKeys(dataDirectory, Date.now);
  const authority = createIamAuthority(roles, accessKeys, Date.now);
  const iot = await startIot({
    assembly,
    authority,
    dataDirectory,
    host: '127.0.0.1',
    mqttPort: 0,
    lanAddresses: [],
    lostAfterMs: 0,
    limits: { minimumKeepAliveSeconds: 1 },
    log: (line) => log.push(line),
    ...options,
    async onPublish(message) {
      messages.push(message);
      await onPublish?.(message);
    },
  });
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    portSetting: '--aws-port',
    services: iot.services,
    routes: iot.routes,
    authority,
    allowedOrigins: [],
  });
  const sdkOptions = { endpoint: gateway.url, region: 'eu-central-1', credentials: accessKeys.administrator };
  const control = new IoTClient(sdkOptions);
  const clients: MqttClient[] = [];
  const ca = readFileSync(iot.caPath, 'utf8');

  const open = (device: Pick<TestDevice, 'cert' | 'key'>, clientId: string, more: IClientOptions = {}) => {
    const client = mqtt.connect({
      protocol: 'mqtts',
      host: '127.0.0.1',
      port: iot.mqttPort,
      ca,
      cert: device.cert,
      key: device.key,
      clientId,
      reconnectPeriod: 0,
      connectTimeout: 5_000,
      ...more,
    });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };

  return {
    iot,
    control,
    sdkOptions,
    messages,
    log,
    /** The gateway's address. */
    endpoint: gateway.url,
    /** Credentials of a signed-in identity that has one of the given roles. */
    identityCredentials: (identityId: string, role: string, lifetimeMs = 3_600_000) =>
      accessKeys.issueForIdentity(identityId, `arn:aws:iam::${ACCOUNT_ID}:role/${role}`, lifetimeMs),
    /** Credentials of one of the given roles. */
    credentialsOf: (role: string) => accessKeys.issueForRole(`arn:aws:iam::${ACCOUNT_ID}:role/${role}`, 'test'),
    ca,
    /** Bodies of the lifecycle events of a client, oldest first. */
    presence: (clientId: string) =>
      messages
        .filter(({ topic }) => topic.startsWith('$aws/events/presence/') && topic.endsWith(`/${clientId}`))
        .map(({ payload }) => JSON.parse(payload.toString('utf8')) as Record<string, unknown>),
    async addDevice(thingName: string, policyName = POLICY_NAME): Promise<TestDevice> {
      await control.send(new CreateThingCommand({ thingName }));
      const made = await control.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
      const certificateArn = made.certificateArn ?? '';
      await control.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
      await control.send(new AttachThingPrincipalCommand({ thingName, principal: certificateArn }));
      return {
        thingName,
        certificateArn,
        certificateId: made.certificateId ?? '',
        cert: made.certificatePem ?? '',
        key: made.keyPair?.PrivateKey ?? '',
      };
    },
    open,
    /** A TLS connection without MQTT. */
    openRaw(device: TestDevice): TLSSocket {
      const { cert, key } = device;
      const socket = connectTls({ host: '127.0.0.1', port: iot.mqttPort, ca, cert, key });
      socket.on('error', () => undefined);
      return socket;
    },
    /** Resolves once connected. */
    async connect(device: TestDevice, more: IClientOptions & { clientId?: string } = {}): Promise<MqttClient> {
      const client = open(device, more.clientId ?? device.thingName, more);
      await new Promise<void>((resolve, reject) => {
        client.once('connect', () => resolve());
        client.once('error', reject);
        client.once('close', () => reject(new Error('closed before CONNACK')));
      });
      return client;
    },
    async stop() {
      for (const client of clients) client.end(true);
      control.destroy();
      await gateway.stop();
      await iot.stop();
    },
  };
}

/** Resolves when the client's connection is closed. */
export function closed(client: MqttClient): Promise<void> {
  return client.connected ? new Promise((resolve) => client.once('close', () => resolve())) : Promise.resolve();
}

/** Resolves to why a connection attempt failed; rejects when it succeeded. */
export function refusalOf(client: MqttClient): Promise<string> {
  return new Promise((resolve, reject) => {
    let why = 'closed';
    client.once('connect', () => reject(new Error('The client was let in.')));
    client.once('error', (error) => {
      why = error.message;
    });
    client.once('close', () => resolve(why));
  });
}

/** Polls until `look` returns something, for at most five seconds. */
export async function eventually<Found>(look: () => Found | undefined | null | false, what: string): Promise<Found> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited 5 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An MQTT 3.1.1 CONNECT with a clean session ([MQTT-3.1]), for clients that misbehave afterwards. */
export function connectPacket(clientId: string, keepAliveSeconds: number): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 2, 0, keepAliveSeconds]), text(clientId)]);
  return Buffer.concat([Buffer.from([0x10, body.length]), body]);
}

/** Writes a device's files for command-line tools. */
export async function writeDeviceFiles(directory: string, device: TestDevice): Promise<string[]> {
  const certPath = join(directory, `${device.thingName}.pem`);
  const keyPath = join(directory, `${device.thingName}.key`);
  await writeFile(certPath, device.cert);
  await writeFile(keyPath, device.key, { mode: 0o600 });
  return ['--cert', certPath, '--key', keyPath];
}
