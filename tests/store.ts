// What the tables hold, read straight from them and written straight into them.
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { LocalCloud } from '../local/cloud';

/** The name of a model's table. */
export function tableOf(cloud: LocalCloud, model: string): string {
  const table = cloud.assembly
    .ofType('Custom::AmplifyDynamoDBTable')
    .map(({ properties }) => String(properties.tableName))
    .find((name) => name.startsWith(`${model}-`));
  if (!table) throw new Error(`The template has no table for ${model}.`);
  return table;
}

/** Puts a row into a model's table as it would have been written by its function long ago. */
export async function putRow(cloud: LocalCloud, model: string, row: Record<string, unknown>): Promise<void> {
  const client = cloud.dynamodb.localClient();
  const now = new Date().toISOString();
  const Item = marshall({ __typename: model, createdAt: now, updatedAt: now, ...row });
  await client.send(new PutItemCommand({ TableName: tableOf(cloud, model), Item }));
  client.destroy();
}

/** Every row of a model's table. */
export async function rowsOf(cloud: LocalCloud, model: string): Promise<Record<string, unknown>[]> {
  const table = tableOf(cloud, model);
  const client = cloud.dynamodb.localClient();
  const rows: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: from as never }),
    );
    rows.push(...(page.Items ?? []).map((item) => unmarshall(item, { wrapNumbers: Number })));
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return rows;
}
