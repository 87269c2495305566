// The AMAZON_DYNAMODB data source: the request objects of resolvers as calls, and what they give back (AppSync developer
// guide, "Resolver mapping template reference for DynamoDB").
import { TableRefusal } from '../../settings/ports';
import type { DataSource } from '../api-definition';
import { AppSyncError } from '../appsync-error';
import { fromAttributeMap } from '../resolvers/util/attribute-values';
import { type DataSourcePorts, demandPermission, type Fetch } from './data-source-ports';
import { type DynamoDbRequest, type Item, placeholders, present } from './dynamodb-request';
import { readPageToken, writePageToken } from './page-token';

type Table = DataSource & { kind: 'dynamodb' };
interface QueryAnswer {
  Items: Item[];
  LastEvaluatedKey: Item;
  ScannedCount: number;
}

type Operation = (table: Table, ports: DataSourcePorts, request: DynamoDbRequest) => Promise<unknown>;

const plain = (item: unknown): unknown => (item ? fromAttributeMap(item as Item) : null);

const OPERATIONS: Readonly<Record<string, Operation>> = {
  async GetItem({ tableName }, { tables }, request) {
    const { Item } = await tables.call('GetItem', {
      TableName: tableName,
      Key: request.key,
      ConsistentRead: request.consistentRead,
      ProjectionExpression: present(request.projection?.expression),
      ...placeholders(request.projection),
    });
    return plain(Item);
  },
  async PutItem({ tableName }, { tables }, request) {
    const Item = { ...request.attributeValues, ...request.key };
    const ConditionExpression = present(request.condition?.expression);
    await tables.call('PutItem', {
      TableName: tableName,
      Item,
      ConditionExpression,
      ...placeholders(request.condition),
    });
    return plain(Item);
  },
  async UpdateItem({ tableName }, { tables }, request) {
    const { Attributes } = await tables.call('UpdateItem', {
      TableName: tableName,
      Key: request.key,
      UpdateExpression: present(request.update?.expression),
      ConditionExpression: present(request.condition?.expression),
      ReturnValues: 'ALL_NEW',
      ...placeholders(request.update, request.condition),
    });
    return plain(Attributes);
  },
  async DeleteItem({ tableName }, { tables }, request) {
    const { Attributes } = await tables.call('DeleteItem', {
      TableName: tableName,
      Key: request.key,
      ConditionExpression: present(request.condition?.expression),
      ReturnValues: 'ALL_OLD',
      ...placeholders(request.condition),
    });
    return plain(Attributes);
  },
  async Query({ tableName }, { tables }, request) {
    const page = await tables.call('Query', {
      ...pageOf(tableName, request),
      KeyConditionExpression: present(request.query?.expression),
      ScanIndexForward: request.scanIndexForward,
      ...placeholders(request.query, request.filter, request.projection),
    });
    return listed(page);
  },
  async Scan({ tableName }, { tables }, request) {
    const page = await tables.call('Scan', {
      ...pageOf(tableName, request),
      ...placeholders(request.filter, request.projection),
    });
    return listed(page);
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
      if (!(error instanceof TableRefusal)) throw error;
      const isCondition = error.code === 'ConditionalCheckFailedException';
      throw new AppSyncError(
        `${error.message} (Service: DynamoDb, Status Code: ${error.status}, Request ID: local)`,
        `DynamoDB:${error.code}`,
        isCondition ? await currentItem(table, ports, request) : null,
      );
    }
  };
}

async function currentItem(table: Table, ports: DataSourcePorts, { key }: DynamoDbRequest): Promise<unknown> {
  if (!key || !ports.isRoleAllowed(table.roleArn, 'dynamodb:GetItem', table.tableArn)) return null;
  const read = { TableName: table.tableName, Key: key, ConsistentRead: true };
  return plain((await ports.tables.call('GetItem', read)).Item);
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

function listed(page: Record<string, unknown>) {
  const { Items, LastEvaluatedKey, ScannedCount } = page as Partial<QueryAnswer>;
  return {
    items: (Items ?? []).map(fromAttributeMap),
    nextToken: writePageToken(LastEvaluatedKey),
    scannedCount: ScannedCount ?? 0,
  };
}
