// DynamoDB: reading many rows of a table, and the calls that batchWrite needs.
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { backOffMs, type Sleep } from './back-off';
import type { BatchTables, TableItem } from './batch-write';
import { fromItem, type Item, toItem } from './table-row';

const MAX_READ_ATTEMPTS = 6;
const READ_CHUNK = 100;

/**
 * Returns the rows with these keys, read consistently, in any order; keys without a row are passed over. No key may be
 * given twice. `projection` names the attributes to read, all when it is left out. Throws when some stay unprocessed.
 */
export async function readMany(
  { client, table, sleep }: { client: DynamoDBClient; table: string; sleep: Sleep },
  keys: readonly Readonly<Record<string, string>>[],
  projection?: string,
): Promise<Record<string, unknown>[]> {
  const chunks: Item[][] = [];
  for (let i = 0; i < keys.length; i += READ_CHUNK) chunks.push(keys.slice(i, i + READ_CHUNK).map(toItem));
  const found = await Promise.all(
    chunks.map(async (chunk) => {
      let pending = chunk;
      const items: Item[] = [];
      for (let attempt = 1; pending.length > 0; attempt++) {
        if (attempt > MAX_READ_ATTEMPTS) throw new Error(`${pending.length} rows of ${table} could not be read.`);
        if (attempt > 1) await sleep(backOffMs(attempt - 1));
        const request = {
          Keys: pending,
          ConsistentRead: true,
          ...(projection ? { ProjectionExpression: projection } : {}),
        };
        const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: request } }));
        items.push(...(answer.Responses?.[table] ?? []));
        pending = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      }
      return items;
    }),
  );
  return found.flat().map(fromItem);
}

/** Returns what batchWrite needs. */
export function batchTables(client: DynamoDBClient): BatchTables {
  return {
    putMany: async (rows) => {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: putRequests(rows) }));
      return Object.values(UnprocessedItems ?? {}).flatMap((requests) =>
        requests.map(({ PutRequest }) => PutRequest?.Item ?? {}),
      );
    },
    putOne: async ({ table, item }) => {
      await client.send(new PutItemCommand({ TableName: table, Item: item }));
    },
  };
}

function putRequests(rows: readonly TableItem[]) {
  const requests: Record<string, { PutRequest: { Item: Item } }[]> = {};
  for (const { table, item } of rows) {
    requests[table] ??= [];
    requests[table].push({ PutRequest: { Item: item } });
  }
  return requests;
}

/** Says whether a write was refused because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
