import { expect, test } from 'vitest';
import { TableRefusal } from '../../settings/ports';
import type { DataSourcePorts, RoleCheck } from './data-source-ports';
import { dynamoDbSource } from './dynamodb-source';

const TABLE = { kind: 'dynamodb', name: 'T', tableName: 'table', tableArn: 'arn:table', roleArn: 'arn:role' } as const;

interface Sent {
  operation: string;
  input: Record<string, unknown>;
}

/** A table that answers operations by name, and remembers them. */
function source(answers: Record<string, () => Record<string, unknown>>, isRoleAllowed: RoleCheck = () => true) {
  const sent: Sent[] = [];
  const tables: DataSourcePorts['tables'] = {
    async call(operation, input) {
      sent.push({ operation, input: JSON.parse(JSON.stringify(input)) });
      return answers[operation]?.() ?? {};
    },
  };
  const ports: DataSourcePorts = { tables, functions: { invoke: async () => null }, isRoleAllowed };
  return { fetch: dynamoDbSource(TABLE, ports), sent };
}

const refusing = () => {
  throw new TableRefusal('ConditionalCheckFailedException', 'The conditional request failed');
};
const PUT = { operation: 'PutItem', key: { id: { S: 'a' } }, attributeValues: { name: { S: 'n' } } };

test('a refused condition carries the item as it is', async () => {
  const { fetch, sent } = source({
    PutItem: refusing,
    GetItem: () => ({ Item: { id: { S: 'a' }, level: { N: '5' } } }),
  });
  await expect(fetch(PUT)).rejects.toMatchObject({
    errorType: 'DynamoDB:ConditionalCheckFailedException',
    message: 'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: local)',
    data: { id: 'a', level: 5 },
  });
  expect(sent[1]).toEqual({ operation: 'GetItem', input: { TableName: 'table', Key: PUT.key, ConsistentRead: true } });
});

test('the item is not read for a role that may not read', async () => {
  const { fetch, sent } = source({ PutItem: refusing }, (_, action) => action !== 'dynamodb:GetItem');
  await expect(fetch(PUT)).rejects.toMatchObject({ data: null });
  expect(sent.map(({ operation }) => operation)).toEqual(['PutItem']);
});

test('another refusal of DynamoDB has its own type; an outage is no refusal', async () => {
  const busy = new TableRefusal('ProvisionedThroughputExceededException', 'slow down');
  const throwing = (error: Error) => () => {
    throw error;
  };
  await expect(source({ GetItem: throwing(busy) }).fetch({ operation: 'GetItem', key: {} })).rejects.toMatchObject({
    errorType: 'DynamoDB:ProvisionedThroughputExceededException',
  });
  await expect(
    source({ GetItem: throwing(new TypeError('fetch failed')) }).fetch({ operation: 'GetItem' }),
  ).rejects.toThrow(TypeError);
});

test('an update without anything to say sends no empty expressions', async () => {
  const { fetch, sent } = source({ UpdateItem: () => ({ Attributes: { id: { S: 'a' } } }) });
  const update = { expression: ' ', expressionNames: {}, expressionValues: {} };
  expect(
    await fetch({ operation: 'UpdateItem', key: { id: { S: 'a' } }, update, condition: { expression: '' } }),
  ).toEqual({ id: 'a' });
  expect(sent[0]?.input).toEqual({ TableName: 'table', Key: { id: { S: 'a' } }, ReturnValues: 'ALL_NEW' });
});

test('an index is a resource of its own for the role', async () => {
  const asked: string[] = [];
  const { fetch } = source({ Query: () => ({ Items: [], ScannedCount: 0 }) }, (_, action, resource) => {
    asked.push(`${action} ${resource}`);
    return true;
  });
  const query = { expression: '#a = :a', expressionNames: { '#a': 'a' }, expressionValues: { ':a': { S: 'x' } } };
  expect(await fetch({ operation: 'Query', index: 'byA', query })).toEqual({
    items: [],
    nextToken: null,
    scannedCount: 0,
  });
  expect(asked).toEqual(['dynamodb:Query arn:table/index/byA']);
});

test('an operation that no resolver may ask for is refused before anything is sent', async () => {
  const { fetch, sent } = source({});
  for (const operation of ['TransactWriteItems', 'constructor', undefined])
    await expect(fetch({ operation })).rejects.toMatchObject({ errorType: 'MappingTemplate' });
  expect(sent).toEqual([]);
});
