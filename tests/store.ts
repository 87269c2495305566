// What the tables hold, read straight from them.
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
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
    rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return rows;
}
