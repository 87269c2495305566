// Rows of a model, written into the tables of a running cloud by BatchWriteItem.
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { inParallel } from '../local/fleet/things/in-parallel';
import { tableOf } from './cloud-state';

const CHUNK = 25;
const AT_ONCE = 8;
const TOLD_EVERY = 100_000;

export type Row = Record<string, unknown>;

/** Writes `count` rows of a model; `row` gives all of a row but what every model has. */
export async function writeRows(
  client: DynamoDBClient,
  {
    model,
    count,
    row,
    say,
  }: { model: string; count: number; row: (index: number) => Row; say?: (line: string) => void },
): Promise<void> {
  const TableName = await tableOf(client, model);
  const written = new Date().toISOString();
  const common = { __typename: model, createdAt: written, updatedAt: written };
  const chunks = Array.from({ length: Math.ceil(count / CHUNK) }, (_, chunk) => chunk * CHUNK);
  await inParallel(chunks, AT_ONCE, async (first) => {
    const length = Math.min(CHUNK, count - first);
    let pending = Array.from({ length }, (_, offset) => ({
      PutRequest: { Item: marshall({ ...row(first + offset), ...common }, { removeUndefinedValues: true }) },
    }));
    while (pending.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: pending } }),
      );
      pending = (UnprocessedItems?.[TableName] ?? []) as typeof pending;
    }
    if ((first + length) % TOLD_EVERY === 0) say?.(`  ${first + length} rows of ${model}`);
  });
}
