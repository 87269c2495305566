// A gateway's row notes which children it has, so that their number is known and can be bounded by one conditional write.
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailure } from '../shared/dynamo-table';
import { modelAttributes, toItem } from '../shared/table-row';
import type { ChildList } from './ports';

/** Notes a child in a list of its gateway's row; false when that has `most` others. Throws when the table cannot be written. */
export async function noteChild(
  tables: { client: DynamoDBClient; latestTable: string; now: () => number },
  gateway: string,
  child: string,
  list: ChildList,
  most: number,
): Promise<boolean> {
  const nowMs = tables.now();
  // A gateway that never reported itself gets a row that the API can read: every attribute that it calls non-null.
  const initial: Record<string, unknown> = {
    observedAt: nowMs,
    receivedAt: nowMs,
    clockRejected: false,
    metrics: {},
    awakeSince: nowMs,
    ...modelAttributes('DeviceLatest', nowMs),
  };
  const names = Object.keys(initial);
  try {
    await tables.client.send(
      new UpdateItemCommand({
        TableName: tables.latestTable,
        Key: toItem({ thingName: gateway }),
        ConditionExpression: 'attribute_not_exists(#list) OR size(#list) < :most OR contains(#list, :name)',
        UpdateExpression: `SET revision = :revision, ${names
          .map((_, i) => `#n${i} = if_not_exists(#n${i}, :v${i})`)
          .join(', ')} ADD #list :child`,
        ExpressionAttributeNames: { '#list': list, ...Object.fromEntries(names.map((name, i) => [`#n${i}`, name])) },
        ExpressionAttributeValues: toItem({
          ':most': most,
          ':name': child,
          ':child': new Set([child]),
          ':revision': randomUUID(),
          ...Object.fromEntries(names.map((name, i) => [`:v${i}`, initial[name]])),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
