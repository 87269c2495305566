// The one client of DynamoDB that a function has.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * Makes a client with the function's own role and region. It logs nothing by itself: the SDK would prepare every request
 * and answer for a log that nobody keeps, which costs as much as the work.
 */
export function tableClient(): DynamoDBClient {
  const client = new DynamoDBClient({});
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
