// The tables behind the ports of device-registry.
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isThoughtConnected } from '../../../domain/presence/known-presence';
import { parseDevicePresenceRow } from '../../../domain/presence/parse-device-presence-row';
import type { Sleep } from '../shared/back-off';
import { isConditionFailure, readMany } from '../shared/dynamo-table';
import { toItem } from '../shared/table-row';
import type { DeviceRows } from './ports';

export interface DeviceTables {
  client: DynamoDBClient;
  deviceTable: string;
  latestTable: string;
  presenceTable: string;
  toldTable: string;
  sleep: Sleep;
}

/** Makes the rows over the deployed tables. Deleting what is not there succeeds (DynamoDB: DeleteItem). */
export function deviceTables(tables: DeviceTables): DeviceRows {
  const { client, deviceTable, latestTable, presenceTable, toldTable, sleep } = tables;
  return {
    thoughtConnected: async (thingNames) => {
      const keys = thingNames.map((thingName) => ({ thingName }));
      const rows = await readMany({ client, table: presenceTable, sleep }, keys);
      const presences = rows.flatMap((row) => parseDevicePresenceRow(row) ?? []);
      return presences.filter(isThoughtConnected).map(({ thingName }) => thingName);
    },
    delete: async (thingName) => {
      const Key = toItem({ thingName });
      await Promise.all(
        [deviceTable, latestTable, presenceTable, toldTable].map((TableName) =>
          client.send(new DeleteItemCommand({ TableName, Key })),
        ),
      );
    },
    forgetChild: async (gateway, thingName) => {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: latestTable,
            Key: toItem({ thingName: gateway }),
            // A row that does not exist would be made, and the API could not read it.
            ConditionExpression: 'attribute_exists(thingName)',
            UpdateExpression: 'DELETE children :child, registeredChildren :child',
            ExpressionAttributeValues: toItem({ ':child': new Set([thingName]) }),
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}
