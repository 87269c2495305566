// The AMAZON_DYNAMODB data source: the request objects of resolvers as calls, and what they give back (AppSync developer
// guide, "Resolver mapping template reference for DynamoDB").
import {
  DeleteItemCommand,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DataSource } from '../api-definition';
import { AppSyncError } from '../appsync-error';
import { fromAttributeMap } from '../resolvers/util/attribute-values';
import { type DataSourcePorts, demandPermission, type Fetch } from './data-source-ports';
import { type DynamoDbRequest, type Item, placeholders, present } from './dynamodb-request';
import { readPageToken, writePageToken } from './page-token';

type Table = DataSource & { kind: 'dynamodb' };
type Operation = (table: Table, ports: DataSourcePorts, request: DynamoDbRequest) => Promise<unknown>;

const plain = (item: Item | undefined): unknown => (item ? fromAttributeMap(item) : null);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  async GetItem({ tableName }, { dynamo }, request) {
    const { Item } = await dynamo.send(
      new GetItemCommand({
        TableName: tableName,
        Key: request.key,
        ConsistentRead: request.consistentRead,
        ProjectionExpression: present(request.projection?.expression),
        ...placeholders(request.projection),
      }),
    );
    return plain(Item);
  },
  async PutItem({ tableName }, { dynamo }, request) {
    const Item = { ...request.attributeValues, ...request.key };
    const ConditionExpression = present(request.condition?.expression);
    await dynamo.send(
      new PutItemCommand({ TableName: tableName, Item, ConditionExpression, ...placeholders(request.condition) }),
    );
    return plain(Item);
  },
  async UpdateItem({ tableName }, { dynamo }, request) {
    const { Attributes } = await dynamo.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: request.key,
        UpdateExpression: present(request.update?.expression),
        ConditionExpression: present(request.condition?.expression),
        ReturnValues: 'ALL_NEW',
        ...placeholders(request.update, request.condition),
      }),
    );
    return plain(Attributes);
  },
  async DeleteItem({ tableName }, { dynamo }, request) {
    const { Attributes } = await dynamo.send(
      new DeleteItemCommand({
        TableName: tableName,
        Key: request.key,
        ConditionExpression: present(request.condition?.expression),
        ReturnValues: 'ALL_OLD',
        ...placeholders(request.condition),
      }),
    );
    return plain(Attributes);
  },
  async Query({ tableName }, { dynamo }, request) {
    const page = await dynamo.send(
      new QueryCommand({
        ...pageOf(tableName, request),
        KeyConditionExpression: present(request.query?.expression),
        ScanIndexForward: request.scanIndexForward,
        ...placeholders(request.query, request.filter, request.projection),
      }),
    );
    return listed(page.Items, page.LastEvaluatedKey, page.ScannedCount);
  },
  async Scan({ tableName }, { dynamo }, request) {
    const page = await dynamo.send(
      new ScanCommand({ ...pageOf(tableName, request), ...placeholders(request.filter, request.projection) }),
    );
    return listed(page.Items, page.LastEvaluatedKey, page.ScannedCount);
  },
};

/** True for an operation that resolvers may ask of a table. */
export const isKnownTableOperation = (operation: string): boolean => Object.hasOwn(OPERATIONS, operation);

/**
 * Returns a fetch for one table. A refused condition is `DynamoDB:ConditionalCheckFailedException` and carries the item as it
 * is; other failures are `DynamoDB:<exception>`.
 */
export function dynamoDbSource(table: Table, ports: DataSourcePorts): Fetch {
  return async (given) => {
    const request = (given ?? {}) as DynamoDbRequest;
    const name = request.operation ?? '';
    const operation = isKnownTableOperation(name) ? OPERATIONS[name] : undefined;
    if (!operation) throw new AppSyncError(`Unsupported operation '${name}' for DynamoDB.`, 'MappingTemplate');
    const resource = request.index ? `${table.tableArn}/index/${request.index}` : table.tableArn;
    demandPermission(ports, 'DynamoDB', table.roleArn, `dynamodb:${name}`, resource);
    try {
      return await operation(table, ports, request);
    } catch (error) {
      if (!(error instanceof DynamoDBServiceException)) throw error;
      const { httpStatusCode = 400, requestId = 'local' } = error.$metadata;
      const isCondition = error.name === 'ConditionalCheckFailedException';
      throw new AppSyncError(
        `${error.message} (Service: DynamoDb, Status Code: ${httpStatusCode}, Request ID: ${requestId})`,
        `DynamoDB:${error.name}`,
        isCondition ? await currentItem(table, ports, request) : null,
      );
    }
  };
}

async function currentItem(table: Table, ports: DataSourcePorts, { key }: DynamoDbRequest): Promise<unknown> {
  if (!key || !ports.isRoleAllowed(table.roleArn, 'dynamodb:GetItem', table.tableArn)) return null;
  const read = new GetItemCommand({ TableName: table.tableName, Key: key, ConsistentRead: true });
  return plain((await ports.dynamo.send(read)).Item);
}

function pageOf(TableName: string, request: DynamoDbRequest) {
  return {
    TableName,
    IndexName: request.index,
    FilterExpression: present(request.filter?.expression),
    ProjectionExpression: present(request.projection?.expression),
    Limit: request.limit,
    ConsistentRead: request.consistentRead,
    ExclusiveStartKey: readPageToken(request.nextToken),
  };
}

function listed(items: Item[] = [], last: Item | undefined, scannedCount = 0) {
  return { items: items.map(fromAttributeMap), nextToken: writePageToken(last), scannedCount };
}
