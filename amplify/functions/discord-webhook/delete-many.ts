// Deletes many rows with few calls.
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { backOffMs, type Sleep } from '../shared/back-off';
import { toItem } from '../shared/table-row';

const CHUNK = 25;
const MAX_ATTEMPTS = 6;

/** Deletes the rows with these keys; no key may be given twice. Throws when some stay. */
export async function deleteMany(
  { client, table, sleep }: { client: DynamoDBClient; table: string; sleep: Sleep },
  keys: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  for (let i = 0; i < keys.length; i += CHUNK) {
    let requests = keys.slice(i, i + CHUNK).map((key) => ({ DeleteRequest: { Key: toItem(key) } }));
    for (let attempt = 1; requests.length > 0; attempt++) {
      if (attempt > MAX_ATTEMPTS) throw new Error(`${requests.length} rows of ${table} could not be deleted.`);
      if (attempt > 1) await sleep(backOffMs(attempt - 1));
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
      );
      requests = (UnprocessedItems?.[table] ?? []) as typeof requests;
    }
  }
}
