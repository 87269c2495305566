// The tables behind a pass over everything.
import { type DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { parseDevicePresenceRow } from '../../../domain/presence/parse-device-presence-row';
import { countKey } from '../../../domain/presence/presence-count';
import { numberField } from '../../../domain/rows/row-fields';
import { expiresAt, fromItem, type Item, modelAttributes, toItem } from '../shared/table-row';
import type { CensusStore } from './ports';
import { type PresenceTables, sweepTables } from './presence-tables';

const KEPT_DAYS = 8;

/** Makes the store of the census. A count is kept for eight days. */
export function censusTables(tables: PresenceTables & { latestTable: string; countTable: string }): CensusStore {
  const { client, presenceTable, deviceTable, countTable, now } = tables;
  return {
    ...sweepTables(tables),
    async *presences() {
      for await (const items of scan(client, presenceTable)) {
        yield items.flatMap((item) => {
          const row = fromItem(item);
          const state = parseDevicePresenceRow(row);
          return state
            ? [{ thingName: state.thingName, presence: state.presence, lookAt: numberField(row, 'dueAt') }]
            : [];
        });
      }
    },
    async *registered() {
      for await (const items of scan(client, deviceTable, 'thingName')) {
        yield items.map(({ thingName }) => String(thingName?.S));
      }
    },
    putCount: async (count) => {
      const Item = toItem({
        ...countKey(count.at),
        ...count,
        expiresAt: expiresAt(count.at, KEPT_DAYS),
        ...modelAttributes('PresenceCount', now()),
      });
      await client.send(new PutItemCommand({ TableName: countTable, Item }));
    },
  };
}

async function* scan(client: DynamoDBClient, table: string, projection?: string): AsyncGenerator<Item[]> {
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({ TableName: table, ExclusiveStartKey: from, ProjectionExpression: projection }),
    );
    yield Items;
    from = LastEvaluatedKey;
  } while (from);
}
