// The table behind the ports of dead-letters.
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailure } from '../shared/dynamo-table';
import { modelAttributes, toItem } from '../shared/table-row';
import type { KeptLetter } from './keep-dead-letters';

/** Makes the write. A letter that is stored already stays as it is: a repetition must not move its time. */
export function putDeadLetter(client: DynamoDBClient, table: string, now: () => number) {
  return async ({ resendBody, original, ...letter }: KeptLetter): Promise<void> => {
    const Item = toItem({ ...letter, body: resendBody ?? original, ...modelAttributes('DeadLetter', now()) });
    try {
      await client.send(
        new PutItemCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(deadLetterId)' }),
      );
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  };
}
