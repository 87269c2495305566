// A gateway's row notes which unregistered children it has, so that their number can be bounded by one conditional write.
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailure } from '../shared/dynamo-table';
import { modelAttributes, toItem } from '../shared/table-row';

/** Notes a child in its gateway's row; false when `most` others are there already. Throws when the table cannot be written. */
export async function admitChild(
  tables: { client: DynamoDBClient; latestTable: string; now: () => number },
  gateway: string,
  child: string,
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
        ConditionExpression: 'attribute_not_exists(children) OR size(children) < :most OR contains(children, :name)',
        UpdateExpression: `SET revision = :revision, ${names
          .map((_, i) => `#n${i} = if_not_exists(#n${i}, :v${i})`)
          .join(', ')} ADD children :child`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
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
