// The tables on disk, driven by the SDK's own client: what the template changes, what a restart keeps, what expires, and
// what goes wrong on request.
import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import type { AssemblyResource } from '../../local/assembly/assembly';
import { DatabaseEngineError, startEngine } from '../../local/dynamodb/engine';
import { startDynamoDb } from '../../local/dynamodb/start-dynamodb';
import type { AwsRequest } from '../../local/gateway/aws-service';
import { ManualClock } from '../../local/settings/manual-clock';
import { assemblyOf, temporaryFolder } from '../../local/sqs/queue-fixture';
import { serveService } from './serve-service';

const TableName = 'Sample-local-NONE';
const ARN = `arn:aws:dynamodb:eu-central-1:000000000000:table/${TableName}`;

// As Amplify's custom resource spells it.
function sampleTable(change: Record<string, unknown> = {}): AssemblyResource {
  return {
    logicalId: 'SampleTable',
    type: 'Custom::AmplifyDynamoDBTable',
    ref: TableName,
    arn: ARN,
    properties: {
      tableName: TableName,
      keySchema: [
        { attributeName: 'thingName', keyType: 'HASH' },
        { attributeName: 'sampleId', keyType: 'RANGE' },
      ],
      attributeDefinitions: [
        { attributeName: 'thingName', attributeType: 'S' },
        { attributeName: 'sampleId', attributeType: 'S' },
      ],
      billingMode: 'PAY_PER_REQUEST',
      timeToLiveSpecification: { attributeName: 'expiresAt', enabled: true },
      ...change,
    },
  };
}

const byDay = {
  attributeDefinitions: [
    { attributeName: 'thingName', attributeType: 'S' },
    { attributeName: 'sampleId', attributeType: 'S' },
    { attributeName: 'day', attributeType: 'S' },
  ],
  globalSecondaryIndexes: [
    {
      indexName: 'byDay',
      keySchema: [
        { attributeName: 'day', keyType: 'HASH' },
        { attributeName: 'sampleId', keyType: 'RANGE' },
      ],
      projection: { projectionType: 'ALL' },
    },
  ],
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(dataDirectory: string, resource = sampleTable(), clock = new ManualClock()) {
  const tables = await startDynamoDb({ assembly: assemblyOf(dataDirectory, [resource]), dataDirectory, clock });
  closers.push(() => tables.stop());
  const server = await serveService(tables.service);
  closers.push(() => server.stop());
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  closers.push(async () => client.destroy());
  return { tables, client, server };
}

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

const item = (thing: string, id: string, more: Record<string, { S: string } | { N: string }> = {}) => ({
  thingName: { S: thing },
  sampleId: { S: id },
  ...more,
});
const puts = (...items: ReturnType<typeof item>[]) => ({
  RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) },
});

test('items survive a restart and an index that is added, changed and removed (fact 18)', async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  await first.client.send(
    new BatchWriteItemCommand(puts(item('a', '1', { day: { S: 'mon' } }), item('a', '2', { day: { S: 'tue' } }))),
  );
  await closeAll();

  const indexed = await open(folder, sampleTable(byDay));
  await indexed.client.send(new PutItemCommand({ TableName, Item: item('b', '3', { day: { S: 'mon' } }) }));
  const query = {
    TableName,
    IndexName: 'byDay',
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': { S: 'mon' } },
  };
  const monday = await indexed.client.send(new QueryCommand(query));
  await closeAll();

  const plain = await open(folder);
  const all = await plain.client.send(new ScanCommand({ TableName }));
  const refused = await plain.client.send(new QueryCommand(query)).catch((error: Error) => error.name);

  expect(monday.Items?.map(({ sampleId }) => sampleId?.S)).toEqual(['1', '3']);
  expect(all.Items).toHaveLength(3);
  expect(refused).toBe('ValidationException');
});

test('another key stops the start, says how to go on, and leaves the data alone', async () => {
  const folder = await temporaryFolder();
  const { client } = await open(folder);
  await client.send(new PutItemCommand({ TableName, Item: item('a', '1') }));
  await closeAll();

  const changed = sampleTable({ keySchema: [{ attributeName: 'sampleId', keyType: 'HASH' }] });
  await expect(open(folder, changed)).rejects.toThrow(/key of table Sample-local-NONE has changed.*npm run reset/);
  const again = await open(folder);
  expect((await again.client.send(new ScanCommand({ TableName }))).Count).toBe(1);
});

test('expired items are swept, at the hour and not before; renewed and very old ones stay', async () => {
  const clock = new ManualClock();
  const seconds = Math.floor(clock.now() / 1000);
  const { tables, client } = await open(await temporaryFolder(), sampleTable(), clock);
  const expires = (at: number) => ({ expiresAt: { N: String(at) } });
  await client.send(
    new BatchWriteItemCommand(
      puts(
        item('a', 'expired', expires(seconds - 10)),
        item('a', 'soon', expires(seconds + 10)),
        item('a', 'ancient', expires(seconds - 6 * 365 * 86_400)),
        item('a', 'never'),
        item('a', 'text', { expiresAt: { S: '1' } }),
      ),
    ),
  );
  const left = async () =>
    (await client.send(new ScanCommand({ TableName }))).Items?.map(({ sampleId }) => sampleId?.S).sort();

  expect(await tables.sweepExpired(clock.now())).toBe(1);
  expect(await left()).toEqual(['ancient', 'never', 'soon', 'text']);
  clock.advance(3_600_000);
  await expect.poll(left).toEqual(['ancient', 'never', 'text']);
  expect(await client.send(new DescribeTimeToLiveCommand({ TableName }))).toMatchObject({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
  });
});

test('faults hit what they are meant for, and end', async () => {
  const { tables, client } = await open(await temporaryFolder());
  const outcome = (answer: Promise<unknown>) =>
    answer.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const write = () => outcome(client.send(new PutItemCommand({ TableName, Item: item('a', '1') })));
  const read = () => outcome(client.send(new GetItemCommand({ TableName, Key: item('a', '1') })));

  const mend = tables.faults.inject({ kind: 'refuseWrites' });
  expect([await write(), await read()]).toEqual(['InternalServerError', 'done']);
  mend();
  tables.faults.inject({ kind: 'throttle', times: 1 });
  expect([await write(), await write()]).toEqual(['ProvisionedThroughputExceededException', 'done']);
  tables.faults.inject({ kind: 'invalid', times: 1 });
  expect([await read(), await write(), await write()]).toEqual(['done', 'ValidationException', 'done']);
  tables.faults.inject({ kind: 'unprocessed', items: 2, times: 1 });
  const batch = puts(item('b', '1'), item('b', '2'), item('b', '3'));
  const partly = await client.send(new BatchWriteItemCommand(batch));
  expect(partly.UnprocessedItems?.[TableName]?.map(({ PutRequest }) => PutRequest?.Item?.sampleId?.S)).toEqual([
    '2',
    '3',
  ]);
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(2);
  expect((await client.send(new BatchWriteItemCommand(batch))).UnprocessedItems).toEqual({});
});

test('a key repeated within a batch fails the batch, as in DynamoDB', async () => {
  const { client } = await open(await temporaryFolder());

  await expect(client.send(new BatchWriteItemCommand(puts(item('a', '1'), item('a', '1'))))).rejects.toThrow(
    'duplicates',
  );
});

test('permissions name the action on table or index; what the engine lacks is refused by name', async () => {
  const { tables, client, server } = await open(await temporaryFolder(), sampleTable(byDay));
  await client.send(new DescribeTableCommand({ TableName }));
  const needs = (operation: string, input: object) =>
    tables.service.permissions({
      ...(server.seen[0] as AwsRequest),
      operation,
      body: Buffer.from(JSON.stringify(input)),
    });

  expect(needs('Query', { TableName })).toEqual([{ action: 'dynamodb:Query', resource: ARN }]);
  expect(needs('Query', { TableName, IndexName: 'byDay' })).toEqual([
    { action: 'dynamodb:Query', resource: `${ARN}/index/byDay` },
  ]);
  expect(needs('BatchGetItem', { RequestItems: { [TableName]: {}, 'Other-table': {} } })).toEqual([
    { action: 'dynamodb:BatchGetItem', resource: ARN },
    { action: 'dynamodb:BatchGetItem', resource: ARN.replace(TableName, 'Other-table') },
  ]);
  expect(() => needs('GetItem', { TableName: `${TableName}/../Other` })).toThrow('plain name');
  expect(() => needs('PutItem', { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).toThrow(
    'ReturnValuesOnConditionCheckFailure',
  );
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [] }))).rejects.toThrow(
    'dynamodb:TransactWriteItems',
  );
});

test('the local client needs no gateway', async () => {
  const { tables, client } = await open(await temporaryFolder());
  await client.send(new PutItemCommand({ TableName, Item: item('a', '1') }));
  const local = tables.localClient();
  const read = await local.send(new GetItemCommand({ TableName, Key: item('a', '1') }));
  local.destroy();

  expect(read.Item).toEqual(item('a', '1'));
});

test('a caller that hangs up before the answer does not take the engine along', async () => {
  const { tables, client } = await open(await temporaryFolder());
  const impatient = await serveService({
    ...tables.service,
    handle(incoming) {
      abandoned.destroy();
      return tables.service.handle(incoming);
    },
  });
  closers.push(() => impatient.stop());
  const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
  const abandoned = request(impatient.endpoint, { method: 'POST', headers });
  const hungUp = new Promise((resolve) => abandoned.on('error', resolve));
  abandoned.end(JSON.stringify({ TableName, Item: item('a', '1') }));
  await hungUp;

  const read = () => client.send(new GetItemCommand({ TableName, Key: item('a', '1') }));
  await expect.poll(async () => (await read()).Item).toEqual(item('a', '1'));
});

test('what is under way when the engine stops is answered or refused, and so is what comes after', async () => {
  const engine = await startEngine(await temporaryFolder());
  const underWay = Array.from({ length: 50 }, () => engine.call('ListTables', {}));
  const outcomes = Promise.allSettled(underWay);
  await engine.stop();

  for (const outcome of await outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DatabaseEngineError);
    else expect(outcome.value).toEqual({ TableNames: [] });
  }
  await expect(engine.call('ListTables', {})).rejects.toThrow(DatabaseEngineError);
});

test('a folder that another engine has open is refused with the reason', async () => {
  const folder = await temporaryFolder();
  const engine = await startEngine(folder);
  closers.push(() => engine.stop());

  await expect(startEngine(folder)).rejects.toThrow(/^The database engine stopped: .*lock/i);
});

test('refusals are DynamoDB\u2019s own: status, type and message', async () => {
  const engine = await startEngine(await temporaryFolder());
  closers.push(() => engine.stop());
  const refusal = async (operation: string, body: string) => {
    const answer = await engine.forward(operation, body);
    return [answer.status, JSON.parse(answer.body.toString())];
  };
  const coral = 'com.amazon.coral.service#';

  expect(await refusal('PutItem', '{"half":')).toEqual([400, { __type: `${coral}SerializationException` }]);
  expect(await refusal('PutItem', '')).toEqual([400, { __type: `${coral}SerializationException` }]);
  expect(await refusal('constructor', '{}')).toEqual([400, { __type: `${coral}UnknownOperationException` }]);
  expect(await refusal('GetItem', '{"TableName":1}')).toEqual([
    400,
    { __type: `${coral}SerializationException`, Message: expect.stringContaining('String') },
  ]);
  expect(await refusal('ListTables', '{"Limit":101}')).toEqual([
    400,
    { __type: 'com.amazon.coral.validate#ValidationException', message: expect.stringContaining('100') },
  ]);
  expect(await refusal('GetItem', '{"TableName":"none","Key":{"id":{"S":"\u00e9"}}}')).toEqual([
    400,
    {
      __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      message: 'Requested resource not found',
    },
  ]);
});

test('a table that is deleted, made anew or re-indexed is not taken for what it was', async () => {
  const engine = await startEngine(await temporaryFolder());
  closers.push(() => engine.stop());
  const key = (AttributeName: string) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
    KeySchema: [{ AttributeName, KeyType: 'HASH' }],
  });
  const describe = () => engine.call('DescribeTable', { TableName }).catch((error: Error) => error.message);
  const active = { Table: { TableStatus: 'ACTIVE' } };
  const put = (Item: object) => engine.call('PutItem', { TableName, Item });

  await engine.call('CreateTable', key('thingName'));
  await expect.poll(describe).toMatchObject(active);
  await put(item('a', '1'));
  await engine.call('DeleteTable', { TableName });
  await expect(put(item('a', '1'))).rejects.toThrow('Requested resource not found');
  await expect.poll(describe).toContain('not found');

  await engine.call('CreateTable', key('sampleId'));
  await expect.poll(describe).toMatchObject(active);
  await expect(put({ thingName: { S: 'a' } })).rejects.toThrow('Missing the key sampleId');
  await put(item('a', '1', { day: { S: 'mon' } }));
  const query = {
    TableName,
    IndexName: 'byDay',
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': { S: 'mon' } },
  };
  await expect(engine.call('Query', query)).rejects.toThrow('byDay');
  const index = {
    IndexName: 'byDay',
    KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' as const }],
    Projection: { ProjectionType: 'ALL' as const },
  };
  const attributeDefinitions = ['sampleId', 'day'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
  await engine.reindex({ tableName: TableName, attributeDefinitions, drop: [], build: [index] });
  await put(item('b', '2', { day: { S: 'mon' } }));
  expect(await engine.call('Query', query)).toMatchObject({ Count: 2 });
  await engine.reindex({ tableName: TableName, attributeDefinitions, drop: ['byDay'], build: [] });
  await expect(engine.call('Query', query)).rejects.toThrow('byDay');
});

test('a query that has been answered holds on to nothing that is overwritten afterwards', async () => {
  const folder = await temporaryFolder();
  const engine = await startEngine(folder);
  closers.push(() => engine.stop());
  await engine.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['thingName', 'sampleId'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'thingName', KeyType: 'HASH' },
      { AttributeName: 'sampleId', KeyType: 'RANGE' },
    ],
  });
  await expect
    .poll(() => engine.call('DescribeTable', { TableName }))
    .toMatchObject({ Table: { TableStatus: 'ACTIVE' } });
  const query = {
    TableName,
    KeyConditionExpression: 'thingName = :a',
    ExpressionAttributeValues: { ':a': { S: 'a' } },
  };
  const rounds = 150;
  for (let round = 0; round < rounds; round++) {
    const Item = item('a', '1', { text: { S: randomBytes(200_000).toString('base64') } });
    await engine.call('PutItem', { TableName, Item });
    await engine.call('Query', round % 2 === 0 ? query : { ...query, Limit: 1 });
    await engine.call('Scan', { TableName });
  }

  const bytes = () => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  // LevelDB tidies up in its own time, a few files at a time; what is held it would keep for good.
  await expect.poll(bytes, { timeout: 15_000 }).toBeLessThan((rounds * 200_000) / 2);
});
