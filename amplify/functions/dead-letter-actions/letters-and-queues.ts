// The table and the queues behind the ports of dead-letter-actions.
import { DeleteItemCommand, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { fromItem, toItem } from '../shared/table-row';
import type { SettlePorts } from './settle-dead-letter';

/** Makes the ports. A row says itself which queue it goes back to: only dead-letters writes rows, so it can be believed. */
export function lettersAndQueues({
  client,
  sqs,
  table,
}: {
  client: DynamoDBClient;
  sqs: SQSClient;
  table: string;
}): SettlePorts {
  return {
    find: async (deadLetterId) => {
      const Key = toItem({ deadLetterId });
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
      if (!Item) return null;
      const { state, body, queueUrl } = fromItem(Item);
      return {
        state: state === 'waiting' ? 'waiting' : 'unsendable',
        body: String(body),
        queueUrl: String(queueUrl),
      };
    },
    delete: async (deadLetterId) => {
      const Key = toItem({ deadLetterId });
      const { Attributes } = await client.send(
        new DeleteItemCommand({ TableName: table, Key, ReturnValues: 'ALL_OLD' }),
      );
      return Attributes !== undefined;
    },
    send: async (QueueUrl, MessageBody) => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
  };
}
