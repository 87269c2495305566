// One table of DynamoDB: reading many rows, and the calls that batchWrite needs.
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { backOffMs, type Sleep } from './back-off';
import type { BatchTable } from './batch-write';
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

/** Returns what batchWrite needs of a table. */
export function batchTable(client: DynamoDBClient, table: string): BatchTable {
  return {
    putMany: async (items) => {
      const RequestItems = { [table]: items.map((Item) => ({ PutRequest: { Item } })) };
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems }));
      return (UnprocessedItems?.[table] ?? []).map((request) => request.PutRequest?.Item ?? {});
    },
    putOne: async (Item) => {
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}

/** Says whether a write was refused because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
