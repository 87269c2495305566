// What the benched cloud holds: rows in tables, messages in queues, what its functions logged. Asked over its own AWS API.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AttributeValue,
  DynamoDBClient,
  ListTablesCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { BenchCloud } from './start-cloud';

/** Returns the name of a model's table. */
export async function tableOf(client: DynamoDBClient, model: string): Promise<string> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const name = TableNames.find((each) => each.startsWith(`${model}-`));
  if (!name) throw new Error(`There is no table for ${model}.`);
  return name;
}

/** Counts a model's rows. */
export async function countRows(cloud: BenchCloud, model: string): Promise<number> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const TableName = await tableOf(client, model);
  let count = 0;
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, Select: 'COUNT', ExclusiveStartKey: from }));
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return count;
}

/** Returns every stamped value that is stored of these things. */
export async function readStampedValues(cloud: BenchCloud, thingNames: readonly string[]): Promise<Set<number>> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const TableName = await tableOf(client, 'TelemetrySample');
  const values = new Set<number>();
  for (const thingName of thingNames) {
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'thingName = :thing',
          ExpressionAttributeValues: { ':thing': { S: thingName } },
          ExclusiveStartKey: from,
        }),
      );
      for (const item of page.Items ?? []) values.add(Number(item.metrics?.M?.sentAt?.N));
      from = page.LastEvaluatedKey;
    } while (from);
  }
  client.destroy();
  return values;
}

/** Returns how many messages wait or are being handled in all queues but those of dead letters, and how many are dead. */
export async function countMessages(cloud: BenchCloud): Promise<{ waiting: number; dead: number }> {
  const client = new SQSClient(clientSettings(cloud));
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const counts = { waiting: 0, dead: 0 };
  for (const QueueUrl of QueueUrls) {
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const messages =
      Number(Attributes.ApproximateNumberOfMessages ?? 0) +
      Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
    counts[/dead/i.test(QueueUrl) ? 'dead' : 'waiting'] += messages;
  }
  client.destroy();
  return counts;
}

/** Returns the ages of readings when they were stored (`lagMs`), as the function logged them; a long log keeps its end. */
export function loggedLags(dataDirectory: string): number[] {
  const folder = join(dataDirectory, 'logs');
  const files = readdirSync(folder).filter((name) => /core-?telemetry/i.test(name));
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .flatMap((line) => {
        if (!line.includes('"lagMs"')) return [];
        const { lagMs } = JSON.parse(line) as { lagMs?: number | number[] };
        return lagMs ?? [];
      }),
  );
}

/** What an AWS client needs to speak to the benched cloud as its administrator. */
export function clientSettings({ awsEndpoint, region, credentials }: BenchCloud) {
  return { endpoint: awsEndpoint, region, credentials };
}
