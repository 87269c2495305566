// The tables behind the ports of core-status.
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { parseDevicePresenceRow } from '../../../domain/presence/parse-device-presence-row';
import { dayShard } from '../../../domain/timeline/day-shard';
import { isConditionFailure } from '../shared/dynamo-table';
import { expiresAt, fromItem, modelAttributes, toItem } from '../shared/table-row';
import type { PresenceStore } from './ports';

export interface PresenceTables {
  client: DynamoDBClient;
  presenceTable: string;
  eventTable: string;
  eventDays: number;
  now: () => number;
}

/** Makes the store over the deployed tables. */
export function presenceTables({ client, presenceTable, eventTable, eventDays, now }: PresenceTables): PresenceStore {
  return {
    read: async (thingName) => {
      const Key = toItem({ thingName });
      const { Item } = await client.send(new GetItemCommand({ TableName: presenceTable, Key, ConsistentRead: true }));
      return (Item && parseDevicePresenceRow(fromItem(Item))) ?? null;
    },
    replace: async (previous, next) => {
      const Item = toItem({ ...next, ...modelAttributes('DevicePresence', now()) });
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
  };
}

/** The condition that nobody wrote meanwhile. Session, version and kind of event name a state; no two share them. */
function stillIs(previous: DevicePresence | null) {
  if (!previous) return { ConditionExpression: 'attribute_not_exists(thingName)' };
  return {
    ConditionExpression: 'sessionIdentifier = :session AND versionNumber = :version AND eventType = :type',
    ExpressionAttributeValues: toItem({
      ':session': previous.sessionIdentifier,
      ':version': previous.versionNumber,
      ':type': previous.eventType,
    }),
  };
}
