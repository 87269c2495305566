// The tables behind the ports of discord-webhook.
import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { parseDeviceRow } from '../../../domain/devices/parse-device-row';
import { CHANNEL_ID, parseChannelSettings } from '../../../domain/discord/channel-settings';
import { type Delivery, parseDeliveryRow, parseToldRow } from '../../../domain/discord/delivery';
import { parseDevicePresenceRow } from '../../../domain/presence/parse-device-presence-row';
import { sleep } from '../shared/back-off';
import { batchWrite } from '../shared/batch-write';
import { batchTables, readMany } from '../shared/dynamo-table';
import type { Log } from '../shared/logger';
import { expiresAt, fromItem, modelAttributes, toItem } from '../shared/table-row';
import { deleteMany } from './delete-many';
import type { NotificationStore } from './ports';
import { senderRow } from './sender-row';

export interface NotificationTables {
  client: DynamoDBClient;
  tables: {
    presence: string;
    device: string;
    latest: string;
    channel: string;
    sender: string;
    pending: string;
    told: string;
    delivery: string;
  };
  log: Log;
  now: () => number;
}

const LOG_DAYS = 30;
const PENDING_DAYS = 7;
// Of a device that is gone for good nobody will hear that it is back.
const TOLD_DAYS = 365;

/** Makes the store over the deployed tables. */
export function notificationTables({ client, tables, log, now }: NotificationTables): NotificationStore {
  const read = (table: string, names: readonly string[], projection?: string) =>
    readMany(
      { client, table, sleep },
      names.map((thingName) => ({ thingName })),
      projection,
    );
  const write = async (table: string, rows: { key: string; row: Record<string, unknown> }[]) => {
    const items = rows.map(({ key, row }) => ({ table, key, item: toItem(row) }));
    return batchWrite(batchTables(client), items, {
      sleep,
      onError: (error) => log.error('Rows could not be written.', error),
    });
  };
  const get = async (table: string, key: Record<string, string>) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: toItem(key), ConsistentRead: true }),
    );
    return Item && fromItem(Item);
  };
  return {
    things: async (names) => {
      const [presences, devices, told, latest] = await Promise.all([
        read(tables.presence, names),
        read(tables.device, names),
        read(tables.told, names),
        read(tables.latest, names, 'thingName, children, registeredChildren'),
      ]);
      const by = <T extends { thingName: string }>(rows: (T | undefined)[]) =>
        new Map(rows.flatMap((row) => (row ? [[row.thingName, row] as const] : [])));
      const presenceOf = by(presences.map(parseDevicePresenceRow));
      const deviceOf = by(devices.map(parseDeviceRow));
      const toldOf = by(told.map(parseToldRow));
      const childrenOf = new Map(
        latest.map(({ thingName, children, registeredChildren }) => [
          thingName,
          new Set([...namesIn(children), ...namesIn(registeredChildren)]).size,
        ]),
      );
      return new Map(
        names.map((name) => [
          name,
          {
            presence: presenceOf.get(name) ?? null,
            device: deviceOf.get(name) ?? null,
            told: toldOf.get(name) ?? null,
            children: childrenOf.get(name) ?? 0,
          },
        ]),
      );
    },
    settings: async () => parseChannelSettings(await get(tables.channel, { channelId: CHANNEL_ID })),
    addPending: (things) =>
      write(
        tables.pending,
        things.map((thing) => ({
          key: thing.pendingId,
          row: {
            channelId: CHANNEL_ID,
            ...thing,
            expiresAt: expiresAt(thing.notedAt, PENDING_DAYS),
            ...modelAttributes('NotificationPending', now()),
          },
        })),
      ),
    pending: async (most) => {
      const found: Record<string, unknown>[] = [];
      let from: Record<string, never> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: tables.pending,
            ConsistentRead: true,
            KeyConditionExpression: 'channelId = :channel',
            ExpressionAttributeValues: toItem({ ':channel': CHANNEL_ID }),
            Limit: most - found.length,
            ExclusiveStartKey: from,
          }),
        );
        found.push(...(page.Items ?? []).map(fromItem));
        from = page.LastEvaluatedKey as Record<string, never> | undefined;
      } while (from && found.length < most);
      return found.map(({ pendingId, thingName, notedAt }) => ({
        pendingId: String(pendingId),
        thingName: String(thingName),
        notedAt: Number(notedAt),
      }));
    },
    dropPending: (ids) =>
      deleteMany(
        { client, table: tables.pending, sleep },
        ids.map((pendingId) => ({ channelId: CHANNEL_ID, pendingId })),
      ),
    remember: async (outages, ended) => {
      const rows = outages.map((outage) => ({
        key: outage.thingName,
        row: { ...outage, expiresAt: expiresAt(now(), TOLD_DAYS), ...modelAttributes('NotificationTold', now()) },
      }));
      const failed = await write(tables.told, rows);
      if (failed.size > 0) throw new Error(`${failed.size} outages could not be remembered as told.`);
      await deleteMany(
        { client, table: tables.told, sleep },
        ended.map((thingName) => ({ thingName })),
      );
    },
    ...senderRow({ client, table: tables.sender, now, get: () => get(tables.sender, { channelId: CHANNEL_ID }) }),
    putDelivery: async (delivery) => {
      const Item = toItem(deliveryRow(delivery, now()));
      await client.send(new PutItemCommand({ TableName: tables.delivery, Item }));
    },
    delivery: async (deliveryId) =>
      parseDeliveryRow(await get(tables.delivery, { channelId: CHANNEL_ID, deliveryId })) ?? null,
  };
}

const namesIn = (value: unknown): unknown[] => (value instanceof Set ? [...value] : []);

function deliveryRow({ outages, ended, ...delivery }: Delivery, nowMs: number): Record<string, unknown> {
  return {
    channelId: CHANNEL_ID,
    ...delivery,
    told: { outages, ended },
    things: outages.length + ended.length,
    expiresAt: expiresAt(delivery.at, LOG_DAYS),
    ...modelAttributes('NotificationDelivery', delivery.at),
    updatedAt: new Date(nowMs).toISOString(),
  };
}
