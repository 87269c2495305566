// The table and the queue behind signs of life.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Sleep } from '../shared/back-off';
import { readMany } from '../shared/dynamo-table';
import type { SignsOfLife } from './report-signs-of-life';

const BATCH = 10;

/** Makes the ports over the table of presence and the queue of core-status. */
export function signsOfLifeQueue({
  client,
  sqs,
  presenceTable,
  queueUrl,
  sleep,
}: {
  client: DynamoDBClient;
  sqs: SQSClient;
  presenceTable: string;
  queueUrl: string;
  sleep: Sleep;
}): SignsOfLife {
  return {
    online: async (thingNames) => {
      const keys = thingNames.map((thingName) => ({ thingName }));
      const rows = await readMany({ client, table: presenceTable, sleep }, keys, 'thingName, presence');
      return new Set(rows.filter(({ presence }) => presence === 'online').map(({ thingName }) => String(thingName)));
    },
    tell: async (signs) => {
      for (let i = 0; i < signs.length; i += BATCH) {
        const Entries = signs.slice(i, i + BATCH).map((sign, n) => ({
          Id: String(n),
          MessageBody: JSON.stringify({ kind: 'heard', ...sign }),
        }));
        const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        if (Failed.length > 0) throw new Error(`${Failed.length} signs of life were not taken by the queue.`);
      }
    },
  };
}
