// Lines of the timeline that stand for many alike: one row per thing, minute and kind, whose count grows.
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { dayShard } from '../../../domain/timeline/day-shard';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import { expiresAt, modelAttributes, toItem } from './table-row';

/** Adds an event's count to its row and returns the event with the sum. Throws when the table cannot be written. */
export async function addToEvent(
  tables: { client: DynamoDBClient; eventTable: string; eventDays: number; now: () => number },
  event: DeviceEvent,
): Promise<DeviceEvent> {
  const { thingName, eventId, count, ...rest } = event;
  const { createdAt, ...attributes } = modelAttributes('DeviceEvent', tables.now());
  const set: Record<string, unknown> = {
    ...rest,
    dayShard: dayShard(thingName, event.at),
    expiresAt: expiresAt(event.at, tables.eventDays),
    ...attributes,
  };
  // Every name by a placeholder: some are reserved words, and __typename begins with what an expression may not.
  const names = Object.keys(set);
  const { Attributes } = await tables.client.send(
    new UpdateItemCommand({
      TableName: tables.eventTable,
      Key: toItem({ thingName, eventId }),
      UpdateExpression: `SET ${[
        ...names.map((_, i) => `#n${i} = :v${i}`),
        '#created = if_not_exists(#created, :created)',
      ].join(', ')} ADD #count :count`,
      ExpressionAttributeNames: {
        '#created': 'createdAt',
        '#count': 'count',
        ...Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
      },
      ExpressionAttributeValues: toItem({
        ':created': createdAt,
        ':count': count,
        ...Object.fromEntries(names.map((name, i) => [`:v${i}`, set[name]])),
      }),
      ReturnValues: 'ALL_NEW',
    }),
  );
  const total = Number(Attributes?.count?.N ?? count);
  return { ...event, count: total };
}
