// Deletes what has expired, as DynamoDB does in its own time. Readers filter by themselves: an expired item may still come
// back for a while, here as there.
import { setTimeout as pause } from 'node:timers/promises';
import { TableRefusal } from '../settings/ports';
import type { Engine } from './engine';

// Small pages, and a rest after each: the sweep shares the engine with everything that people wait for.
const PAGE_ITEMS = 200;
// What expired more than five years ago is never deleted (DynamoDB developer guide, time to live).
const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;

type Item = Record<string, unknown>;

/**
 * Deletes the items of `tableName` whose number `attribute`, in epoch seconds, is in the past of `nowMs`. Returns how many.
 * One that was renewed meanwhile stays. `keyNames` are the table's key attributes.
 */
export async function sweepExpired(
  engine: Engine,
  { tableName, attribute, keyNames }: { tableName: string; attribute: string; keyNames: readonly string[] },
  nowMs: number,
): Promise<number> {
  const now = Math.floor(nowMs / 1000);
  const expired = {
    ExpressionAttributeNames: { '#expiry': attribute },
    ExpressionAttributeValues: { ':now': { N: String(now) }, ':old': { N: String(now - FIVE_YEARS_SECONDS) } },
  };
  const condition = '#expiry < :now AND #expiry > :old';
  let deleted = 0;
  let ExclusiveStartKey: unknown;
  do {
    const startedAt = performance.now();
    const page = await engine.call('Scan', {
      TableName: tableName,
      Limit: PAGE_ITEMS,
      ExclusiveStartKey,
      FilterExpression: condition,
      ...expired,
    });
    for (const item of page.Items as Item[]) {
      const Key = Object.fromEntries(keyNames.map((name) => [name, item[name]]));
      if (await deleteIf(engine, { TableName: tableName, Key, ConditionExpression: condition, ...expired }))
        deleted += 1;
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
    if (ExclusiveStartKey) await pause(performance.now() - startedAt);
  } while (ExclusiveStartKey);
  return deleted;
}

async function deleteIf(engine: Engine, request: object): Promise<boolean> {
  try {
    await engine.call('DeleteItem', request);
    return true;
  } catch (error) {
    if (error instanceof TableRefusal && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
