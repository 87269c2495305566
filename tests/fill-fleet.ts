// A large fleet at once: rows as the pipeline and people would have written them, straight into the tables.
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Device } from '../domain/devices/device';
import type { DevicePresence } from '../domain/presence/device-presence';
import type { DeviceLatest } from '../domain/telemetry/device-latest';
import { encodeRecent } from '../domain/telemetry/recent-text';
import type { LocalCloud } from '../local/cloud';
import { tableOf } from './store';

type Row = Record<string, unknown>;

// DynamoDB: at most 25 rows in one BatchWriteItem.
const CHUNK = 25;
const AT_ONCE = 8;

/** Everything that the tables hold of one device. */
export interface FilledDevice {
  device: Partial<Device> & { thingName: string };
  latest?: DeviceLatest;
  presence?: DevicePresence;
}

/** Writes the rows of these devices. */
export async function fillFleet(cloud: LocalCloud, fleet: readonly FilledDevice[]): Promise<void> {
  const write = (model: string, rows: (Row | undefined)[]) =>
    writeRows(
      cloud,
      model,
      rows.filter((row) => row !== undefined),
    );
  await write(
    'Device',
    fleet.map(({ device }) => ({ ...device })),
  );
  await write(
    'DeviceLatest',
    fleet.map(({ latest }) => latest && { ...latest, recent: encodeRecent(latest.metrics) }),
  );
  await write(
    'DevicePresence',
    fleet.map(({ presence }) => presence && { ...presence }),
  );
}

async function writeRows(cloud: LocalCloud, model: string, rows: readonly Row[]): Promise<void> {
  const client = cloud.dynamodb.localClient();
  const TableName = tableOf(cloud, model);
  const at = new Date().toISOString();
  const common = { __typename: model, createdAt: at, updatedAt: at };
  let next = 0;
  const work = async () => {
    while (next < rows.length) {
      const chunk = rows.slice(next, next + CHUNK);
      next += CHUNK;
      let pending = chunk.map((row) => ({
        PutRequest: { Item: marshall({ ...row, ...common }, { removeUndefinedValues: true }) },
      }));
      while (pending.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [TableName]: pending } }),
        );
        pending = (UnprocessedItems?.[TableName] ?? []) as typeof pending;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  client.destroy();
}
