// A thousand devices that drop within one second: how many messages Discord gets, and when the last device is told.
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { loadAssembly } from '../local/assembly/load-assembly';
import { synthesize } from '../local/assembly/synthesize';
import { lifecycleEvent } from '../tests/lifecycle';
import { ROOT } from '../tests/test-cloud';
import { clientSettings, countRows, tableOf } from './cloud-state';
import { deviceNames } from './devices';
import type { Part } from './part';
import type { BenchCloud } from './start-cloud';
import { withCloud } from './with-cloud';

const DEVICES = 1_000;
const GIVE_UP_MS = 120_000;

/** Sets the local channel's webhook, puts the events on both queues as the rules do, and waits until all are told. */
export const measureDiscord: Part = ({ say }) =>
  withCloud({}, async (cloud) => {
    await connectChannel(cloud);
    const startedAt = performance.now();
    await drop(cloud, deviceNames(DEVICES));
    say(`  ${DEVICES} devices dropped within ${Math.round(performance.now() - startedAt)} ms`);
    let told = 0;
    while (told < DEVICES && performance.now() - startedAt < GIVE_UP_MS) {
      await setTimeout(250);
      told = await countRows(cloud, 'NotificationTold');
    }
    const seconds = (performance.now() - startedAt) / 1000;
    return [
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

async function drop(cloud: BenchCloud, names: readonly string[]): Promise<void> {
  const sqs = new SQSClient(clientSettings(cloud));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const queues = QueueUrls.filter((url) => /(Presence|Discord)Queue/.test(url));
  const events = names.map((name) => lifecycleEvent(name, 'disconnected', 1));
  const batches = Array.from({ length: Math.ceil(events.length / 10) }, (_, i) => events.slice(i * 10, i * 10 + 10));
  const sendings = queues.flatMap((QueueUrl) =>
    batches.map((batch) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: batch.map((MessageBody, i) => ({ Id: String(i), MessageBody })),
        }),
      ),
    ),
  );
  await Promise.all(sendings);
  sqs.destroy();
}

/** Every request that Discord got, repetitions among them. */
async function countAttempts(cloud: BenchCloud): Promise<number> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const TableName = await tableOf(client, 'NotificationDelivery');
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  client.destroy();
  return Items.reduce((sum, { attempts }) => sum + Number(attempts?.N ?? 0), 0);
}
