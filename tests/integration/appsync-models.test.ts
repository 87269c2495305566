// The API that Amplify generates for the models, run from the synthesized templates: who may do what, and what comes back.
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Group, type RunningAppSync, startAppSync } from './appsync-fixture';

const CREATE =
  'mutation ($input: CreateDeviceInput!) { createDevice(input: $input) { thingName name site createdAt updatedAt } }';
const UPDATE =
  'mutation ($input: UpdateDeviceInput!, $condition: ModelDeviceConditionInput) { updateDevice(input: $input, condition: $condition) { thingName name site tags updatedAt } }';
const GET =
  'query ($thingName: ID!) { getDevice(thingName: $thingName) { thingName name tags capabilities location { latitude label } lifecycle } }';

let api: RunningAppSync;
const tokens: Partial<Record<Group | 'nobody', string>> = {};
const as = (who: Group | 'nobody') => tokens[who] ?? '';

beforeAll(async () => {
  api = await startAppSync();
  for (const group of ['admin', 'operator', 'viewer'] as const) tokens[group] = await api.token({ groups: [group] });
  tokens.nobody = await api.token();
});
afterAll(() => api.stop());

const device = (thingName: string, fields: object = {}) => ({ input: { thingName, ...fields } });

describe('a device', () => {
  test('is created, read, changed and deleted by an operator', async () => {
    const fields = {
      name: 'Boiler "7" \\ é',
      tags: ['roof', 'öst'],
      location: { latitude: 47.5, label: 'Zürich' },
      capabilities: '{"temperature":{"unit":"°C"},"__proto__":{"x":1}}',
      lifecycle: 'active',
    };
    const created = await api.ask(as('operator'), CREATE, device('crud', fields));
    expect(created).toMatchObject({ data: { createDevice: { thingName: 'crud', name: fields.name, site: null } } });
    expect(created.data.createDevice.createdAt).toBe(created.data.createDevice.updatedAt);
    expect(Date.parse(created.data.createDevice.createdAt)).toBeLessThanOrEqual(Date.now());

    const read = await api.ask(as('viewer'), GET, { thingName: 'crud' });
    expect(read.errors).toBeUndefined();
    expect(read.data.getDevice).toMatchObject({
      tags: fields.tags,
      location: { latitude: 47.5, label: 'Zürich' },
      lifecycle: 'active',
    });
    expect(JSON.parse(read.data.getDevice.capabilities)).toMatchObject({ temperature: { unit: '°C' } });

    const updated = await api.ask(as('admin'), UPDATE, device('crud', { site: 'north', tags: null }));
    expect(updated.data.updateDevice).toMatchObject({ name: fields.name, site: 'north', tags: null });

    const deleted = await api.ask(as('operator'), 'mutation { deleteDevice(input: { thingName: "crud" }) { name } }');
    expect(deleted).toEqual({ data: { deleteDevice: { name: fields.name } } });
    expect(await api.ask(as('viewer'), GET, { thingName: 'crud' })).toEqual({ data: { getDevice: null } });
  });

  test('cannot be created twice, nor changed or deleted before it exists', async () => {
    await api.ask(as('admin'), CREATE, device('once', { name: 'first' }));

    const again = await api.ask(as('admin'), CREATE, device('once', { name: 'second' }));
    const unknown = await api.ask(as('admin'), UPDATE, device('never', { name: 'x' }));
    const gone = await api.ask(as('admin'), 'mutation { deleteDevice(input: { thingName: "never" }) { name } }');

    for (const refused of [again, unknown, gone]) {
      expect(refused.errors).toHaveLength(1);
      expect(refused.errors?.[0]).toMatchObject({ errorType: 'DynamoDB:ConditionalCheckFailedException' });
      expect(refused.errors?.[0]?.message).toMatch(
        /^The conditional request failed \(Service: DynamoDb, Status Code: 400/,
      );
    }
    expect(again.errors?.[0]?.path).toEqual(['createDevice']);
    expect((await api.ask(as('viewer'), GET, { thingName: 'once' })).data.getDevice.name).toBe('first');
  });

  test('changes only while the condition holds', async () => {
    await api.ask(as('admin'), CREATE, device('conditional', { name: 'a', site: 'north' }));
    const change = (site: string, condition: object) =>
      api.ask(as('admin'), UPDATE, { ...device('conditional', { site }), condition });

    const refused = await change('south', { or: [{ name: { eq: 'b' } }, { site: { beginsWith: 's' } }] });
    const done = await change('south', {
      and: [{ name: { ne: 'b' } }, { site: { eq: 'north' } }],
      not: { name: { attributeExists: false } },
    });

    // Amplify's templates hand on message and type alone.
    expect(refused).toEqual({
      data: { updateDevice: null },
      errors: [
        {
          path: ['updateDevice'],
          data: null,
          errorType: 'DynamoDB:ConditionalCheckFailedException',
          errorInfo: null,
          locations: [{ line: 1, column: expect.any(Number), sourceName: null }],
          message: expect.stringContaining('The conditional request failed (Service: DynamoDb'),
        },
      ],
    });
    expect(done.errors).toBeUndefined();
    expect(done.data.updateDevice.site).toBe('south');
  });

  test('is not created for a viewer or for a person without a group, and nobody without a group reads', async () => {
    for (const who of ['viewer', 'nobody'] as const) {
      const refused = await api.ask(as(who), CREATE, device(`by-${who}`));
      expect(refused).toEqual({
        data: { createDevice: null },
        errors: [
          {
            path: ['createDevice'],
            data: null,
            errorType: 'Unauthorized',
            errorInfo: null,
            locations: [{ line: 1, column: 41, sourceName: null }],
            message: 'Not Authorized to access createDevice on type Mutation',
          },
        ],
      });
      expect((await api.ask(as('admin'), GET, { thingName: `by-${who}` })).data.getDevice).toBeNull();
    }
    const read = await api.ask(
      as('nobody'),
      '{ listDevices { items { thingName } } getDevice(thingName: "once") { name } }',
    );
    expect(read.data).toEqual({ listDevices: null, getDevice: null });
    expect(read.errors?.map(({ errorType }) => errorType)).toEqual(['Unauthorized', 'Unauthorized']);
  });
});

describe('lists', () => {
  const sample = (thingName: string, at: number, expiresAt = 2_000_000_000) => ({
    thingName: { S: thingName },
    sampleId: { S: String(at).padStart(15, '0') },
    observedAt: { N: String(at) },
    receivedAt: { N: String(at) },
    metrics: { M: { temperature: { N: '21.5' } } },
    expiresAt: { N: String(expiresAt) },
    createdAt: { S: '2026-01-01T00:00:00.000Z' },
    updatedAt: { S: '2026-01-01T00:00:00.000Z' },
  });

  beforeAll(async () => {
    const table = api.assembly
      .ofType('Custom::AmplifyDynamoDBTable')
      .find(({ ref }) => ref.startsWith('TelemetrySample'));
    for (const at of [1, 2, 3, 4, 5])
      await api.dynamo.send(new PutItemCommand({ TableName: table?.ref, Item: sample('list "a"', at) }));
    const expired = sample('list "a"', 6, 1_000_000_000);
    await api.dynamo.send(new PutItemCommand({ TableName: table?.ref, Item: expired }));
  });

  const LIST = `query ($from: String, $to: String, $direction: ModelSortDirection, $limit: Int, $next: String) {
    listTelemetrySamples(thingName: "list \\"a\\"", sampleId: { between: [$from, $to] }, sortDirection: $direction, limit: $limit, nextToken: $next) {
      items { observedAt metrics } nextToken } }`;
  const id = (at: number) => String(at).padStart(15, '0');

  test('by key range, newest first, page by page', async () => {
    const first = await api.ask(as('viewer'), LIST, { from: id(2), to: id(5), direction: 'DESC', limit: 3 });
    expect(first.errors).toBeUndefined();
    const next = first.data.listTelemetrySamples.nextToken;
    const second = await api.ask(as('viewer'), LIST, { from: id(2), to: id(5), direction: 'DESC', limit: 3, next });

    const observed = (answer: typeof first) =>
      answer.data.listTelemetrySamples.items.map((item: { observedAt: number }) => item.observedAt);
    expect(observed(first)).toEqual([5, 4, 3]);
    expect(observed(second)).toEqual([2]);
    expect(second.data.listTelemetrySamples.nextToken).toBeNull();
    expect(first.data.listTelemetrySamples.items[0].metrics).toBe('{"temperature":21.5}');
  });

  test('of readings between two keys as one JSON value, without what has expired', async () => {
    const read = `query ($from: String!, $to: String!, $next: String) {
      readTelemetry(thingName: "list \\"a\\"", fromKey: $from, toKey: $to, nextToken: $next) { samples nextToken } }`;
    const { data, errors } = await api.ask(as('viewer'), read, { from: id(2), to: id(9) });
    expect(errors).toBeUndefined();
    const samples = JSON.parse(data.readTelemetry.samples);
    expect(samples.map(({ observedAt }: { observedAt: number }) => observedAt)).toEqual([2, 3, 4, 5]);
    expect(samples[0]).toEqual({
      ...{ thingName: 'list "a"', sampleId: id(2), observedAt: 2, receivedAt: 2, metrics: { temperature: 21.5 } },
    });
    expect(data.readTelemetry.nextToken).toBeNull();

    const page = await api.ask(as('viewer'), read, { from: id(2), to: id(9), next: 'nonsense' });
    expect(page.errors?.[0]).toMatchObject({ message: 'Invalid pagination token given.' });
    const refused = await api.ask(as('nobody'), read, { from: id(2), to: id(9) });
    expect(refused.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
  });

  test('refuse a token that is none', async () => {
    const refused = await api.ask(as('viewer'), '{ listDevices(nextToken: "nonsense") { nextToken } }');
    expect(refused.errors?.[0]).toMatchObject({ message: 'Invalid pagination token given.' });
  });

  test('take filters, and values that look like template code as values', async () => {
    const hostile = '$util.error("x") #foreach $ctx.identity "}{';
    await api.ask(as('admin'), CREATE, device(hostile, { name: hostile, site: 'filtered' }));

    const found = await api.ask(
      as('viewer'),
      'query ($filter: ModelDeviceFilterInput, $id: ID) { listDevices(thingName: $id, filter: $filter) { items { thingName name } } }',
      { id: hostile, filter: { site: { eq: 'filtered' }, name: { contains: '$util' } } },
    );

    expect(found).toEqual({ data: { listDevices: { items: [{ thingName: hostile, name: hostile }] } } });
  });

  test('refuse a sort direction without a key, as the template says', async () => {
    const refused = await api.ask(as('viewer'), '{ listDevices(sortDirection: DESC) { nextToken } }');
    expect(refused.errors?.[0]).toMatchObject({ errorType: 'InvalidArgumentsError', path: ['listDevices'] });
  });
});
