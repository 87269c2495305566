// The tables behind the ports of core-status.
import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { numberField, textField } from '../../../domain/rows/row-fields';
import { dayShard } from '../../../domain/timeline/day-shard';
import { addToEvent } from '../shared/add-to-event';
import type { Sleep } from '../shared/back-off';
import { isConditionFailure, readMany } from '../shared/dynamo-table';
import { expiresAt, fromItem, type Item, modelAttributes, toItem } from '../shared/table-row';
import type { PresenceStore, StoredPresence, SweepStore } from './ports';
import { parseStoredPresence, presenceRow } from './presence-row';

export interface PresenceTables {
  client: DynamoDBClient;
  presenceTable: string;
  deviceTable: string;
  eventTable: string;
  eventDays: number;
  now: () => number;
  sleep: Sleep;
}

/** Makes the store over the deployed tables. */
export function presenceTables(tables: PresenceTables): PresenceStore {
  const { client, presenceTable, deviceTable, eventTable, eventDays, now, sleep } = tables;
  return {
    read: async (thingName) => {
      const Key = toItem({ thingName });
      const { Item } = await client.send(new GetItemCommand({ TableName: presenceTable, Key, ConsistentRead: true }));
      return (Item && parseStoredPresence(fromItem(Item))) ?? null;
    },
    replace: async (previous, next, lookAt) => {
      const Item = toItem(presenceRow(next, lookAt, now()));
      try {
        await client.send(new PutItemCommand({ TableName: presenceTable, Item, ...stillIs(previous) }));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    putEvent: async (event) => {
      const Item = toItem({
        ...event,
        dayShard: dayShard(event.thingName, event.at),
        expiresAt: expiresAt(event.at, eventDays),
        ...modelAttributes('DeviceEvent', now()),
      });
      await client.send(new PutItemCommand({ TableName: eventTable, Item }));
    },
    addToEvent: (event) => addToEvent(tables, event),
    termsOf: async (thingNames) => {
      const rows = await readMany(
        { client, table: deviceTable, sleep },
        keysOf(thingNames),
        'thingName, expectedIntervalMs, lifecycle',
      );
      return new Map(
        rows.map((row) => [
          String(row.thingName),
          { expectedIntervalMs: numberField(row, 'expectedIntervalMs'), lifecycle: textField(row, 'lifecycle') },
        ]),
      );
    },
    known: async (thingNames) => {
      const rows = await readMany({ client, table: presenceTable, sleep }, keysOf(thingNames), 'thingName');
      return new Set(rows.map((row) => String(row.thingName)));
    },
  };
}

// Each page is looked at, written and told before the next one is asked for.
const PAGE = 100;

/** Makes the store of what looks for silence. */
export function sweepTables(tables: PresenceTables & { latestTable: string }): SweepStore {
  const { client, presenceTable, latestTable, sleep } = tables;
  return {
    ...presenceTables(tables),
    due: async (shard, nowMs, from) => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: presenceTable,
          IndexName: 'byDue',
          KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':now': nowMs }),
          ExclusiveStartKey: from as Item | undefined,
          Limit: PAGE,
        }),
      );
      const rows = Items.map((item) => parseStoredPresence(fromItem(item))).filter((row) => row !== undefined);
      return { rows, next: LastEvaluatedKey };
    },
    heardAt: async (thingNames) => {
      const rows = await readMany({ client, table: latestTable, sleep }, keysOf(thingNames), 'thingName, receivedAt');
      return new Map(
        rows.flatMap((row) => {
          const receivedAt = numberField(row, 'receivedAt');
          return receivedAt === null ? [] : [[String(row.thingName), receivedAt]];
        }),
      );
    },
  };
}

const keysOf = (thingNames: readonly string[]) => thingNames.map((thingName) => ({ thingName }));

/** The condition that nobody wrote meanwhile. */
function stillIs(previous: StoredPresence | null) {
  return previous && previous.revision !== null
    ? { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: { ':seen': { S: previous.revision } } }
    : { ConditionExpression: `attribute_not_exists(${previous ? 'revision' : 'thingName'})` };
}
