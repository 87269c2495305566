// The tables behind the ports of device-registry.
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailure } from '../shared/dynamo-table';
import { toItem } from '../shared/table-row';
import type { DeviceRows } from './ports';

export interface DeviceTables {
  client: DynamoDBClient;
  deviceTable: string;
  latestTable: string;
  presenceTable: string;
  toldTable: string;
}

/** Makes the rows over the deployed tables. Deleting what is not there succeeds (DynamoDB: DeleteItem). */
export function deviceTables({ client, deviceTable, latestTable, presenceTable, toldTable }: DeviceTables): DeviceRows {
  return {
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
