// A thousand connected devices whose connections are cut within one second: how many messages Discord gets, and when the
// last device is told.
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { MqttClient } from 'mqtt';
import { loadAssembly } from '../local/assembly/load-assembly';
import { synthesize } from '../local/assembly/synthesize';
import { ROOT } from '../tests/test-cloud';
import { clientSettings, countMessages, countRows, tableOf } from './cloud-state';
import { connectDevices } from './connect-devices';
import { provisionDevices, readIdentities } from './devices';
import type { Part } from './part';
import type { BenchCloud } from './start-cloud';
import { withCloud } from './with-cloud';

const DEVICES = 1_000;
const GIVE_UP_MS = 240_000;

/** Sets the local channel's webhook, connects the devices over TLS, cuts them off, and waits until all are told. */
export const measureDiscord: Part = ({ say }) =>
  withCloud({}, async (cloud) => {
    await connectChannel(cloud);
    await provisionDevices(cloud, DEVICES);
    const connectingSince = performance.now();
    const clients = await connectDevices(cloud, readIdentities(cloud.dataDirectory, DEVICES));
    say(`  ${DEVICES} devices connected in ${((performance.now() - connectingSince) / 1000).toFixed(1)} s`);
    await whenQuiet(cloud);
    const startedAt = performance.now();
    const cutSeconds = await cut(clients);
    let told = 0;
    while (told < DEVICES && performance.now() - startedAt < GIVE_UP_MS) {
      await setTimeout(250);
      told = await countRows(cloud, 'NotificationTold');
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return [
      { name: 'discord: 1,000 connections cut within', unit: 's', value: cutSeconds },
      { name: 'discord: requests for 1,000 devices', unit: '', value: await countAttempts(cloud) },
      { name: 'discord: all told after', unit: 's', value: seconds },
      { name: 'discord: untold', unit: '', value: DEVICES - told },
    ];
  });

async function connectChannel(cloud: BenchCloud): Promise<void> {
  const response = await fetch(`${cloud.appUrl}/discord.json`);
  const { webhookUrl } = (await response.json()) as { webhookUrl: string };
  const { directory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  const parameter = loadAssembly(directory, { awsEndpoint: cloud.awsEndpoint })
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => (properties.Environment as { Variables?: Record<string, string> })?.Variables)
    .find((variables) => variables?.WEBHOOK_PARAMETER)?.WEBHOOK_PARAMETER;
  const ssm = new SSMClient(clientSettings(cloud));
  await ssm.send(
    new PutParameterCommand({ Name: parameter, Value: webhookUrl, Type: 'SecureString', Overwrite: true }),
  );
  ssm.destroy();
}

/** Cuts every connection without a goodbye, as when a site loses its uplink; returns how long that took in seconds. */
async function cut(clients: readonly MqttClient[]): Promise<number> {
  const startedAt = performance.now();
  const gone = clients.map((client) => new Promise<void>((resolve) => client.once('close', () => resolve())));
  for (const client of clients) client.stream.destroy();
  await Promise.all(gone);
  return (performance.now() - startedAt) / 1000;
}

async function whenQuiet(cloud: BenchCloud): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const { waiting } = await countMessages(cloud);
    if (waiting === 0) return;
    if (performance.now() - startedAt > GIVE_UP_MS) throw new Error(`${waiting} messages wait after the connections.`);
    await setTimeout(250);
  }
}

/** Every request that Discord got, repetitions among them. */
async function countAttempts(cloud: BenchCloud): Promise<number> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const TableName = await tableOf(client, 'NotificationDelivery');
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  client.destroy();
  return Items.reduce((sum, { attempts }) => sum + Number(attempts?.N ?? 0), 0);
}
