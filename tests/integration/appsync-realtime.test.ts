// AppSync's realtime protocol, frame by frame.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { ManualClock } from '../../local/settings/manual-clock';
import { eventually, foreignKey, type RunningAppSync, signedHeaders, startAppSync } from './appsync-fixture';

interface Frame {
  type: string;
  id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a payload has the shape that the test's subscription asks for.
  payload?: any;
}

const clock = new ManualClock(Date.now());
let api: RunningAppSync;
let viewer: string;
const open: Connection[] = [];

beforeAll(async () => {
  api = await startAppSync({ clock });
});
afterAll(() => api.stop());
beforeEach(async () => {
  viewer = await api.token({ groups: ['viewer'], expiresAt: clock.now() + 3_600_000 });
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.socket.terminate();
});

class Connection {
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;
  closed: { code: number; reason: string } | null = null;

  constructor(proof: object, place: 'subprotocol' | 'query' = 'subprotocol') {
    const header = Buffer.from(JSON.stringify(proof)).toString('base64url');
    const url = api.url.replace('http', 'ws');
    this.socket =
      place === 'query'
        ? new WebSocket(`${url}/realtime?header=${header}&payload=e30=`, ['graphql-ws'])
        : new WebSocket(`${url}/realtime`, ['graphql-ws', `header-${header}`]);
    this.socket.on('message', (data) => this.frames.push(JSON.parse(data.toString())));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    open.push(this);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  start(id: string, query: string, variables: object = {}, authorization = viewer): void {
    const headers = { host: new URL(api.url).host, Authorization: authorization };
    this.send({
      id,
      type: 'start',
      payload: { data: JSON.stringify({ query, variables }), extensions: { authorization: headers } },
    });
  }

  /** Resolves to the first frame of the type, for the id when one is given. */
  frame(type: string, id?: string): Promise<Frame> {
    return eventually(
      () => this.frames.find((frame) => frame.type === type && (id === undefined || frame.id === id)),
      `${type} ${id ?? ''}`,
    );
  }

  payloads(id: string): unknown[] {
    return this.frames.filter((frame) => frame.type === 'data' && frame.id === id).map(({ payload }) => payload);
  }
}

async function connected(authorization = viewer, place?: 'query'): Promise<Connection> {
  const connection = new Connection({ host: new URL(api.url).host, Authorization: authorization }, place);
  await new Promise((resolve, reject) => connection.socket.once('open', resolve).once('error', reject));
  connection.send({ type: 'connection_init' });
  await connection.frame('connection_ack');
  return connection;
}

async function subscribed(id: string, query: string, variables: object = {}): Promise<Connection> {
  const connection = await connected();
  connection.start(id, query, variables);
  await connection.frame('start_ack', id);
  return connection;
}

const ON_FLEET = 'subscription { onFleet { updates } }';
const ON_TELEMETRY = 'subscription ($thing: ID!) { onTelemetry(thingName: $thing) { thingName samples } }';

const publish = async (query: string, variables: object = {}) => {
  const { body } = await api.askSigned(api.functionCredentials('coretelemetry'), query, variables);
  expect(body.errors).toBeUndefined();
};
const publishFleet = (updates: unknown) =>
  publish('mutation ($updates: AWSJSON!) { publishFleet(updates: $updates) { updates } }', {
    updates: JSON.stringify(updates),
  });

describe('a connection', () => {
  test('is acknowledged, kept alive every minute, and takes its proof from the query as well', async () => {
    for (const place of [undefined, 'query'] as const) {
      const connection = await connected(viewer, place);
      expect(await connection.frame('connection_ack')).toEqual({
        type: 'connection_ack',
        payload: { connectionTimeoutMs: 300_000 },
      });
      await connection.frame('ka');
      clock.advance(60_000);
      await eventually(() => connection.frames.filter(({ type }) => type === 'ka').length === 2, 'a second keep-alive');
    }
  });

  test.each([
    ['an expired token', { expiresAt: 1_000 }, 'Token has expired.'],
    ['a foreign key', { key: foreignKey }, 'You are not authorized to make this call.'],
  ])('with %s is refused and closed', async (_, options, message) => {
    const connection = new Connection({ Authorization: await api.token(options) });
    connection.socket.once('open', () => connection.send({ type: 'connection_init' }));
    expect(await connection.frame('connection_error')).toEqual({
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message, errorCode: 401 }] },
    });
    await eventually(() => connection.closed, 'the close');
  });

  test('without its subprotocol is refused', async () => {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/realtime`, ['mqtt']);
    await expect(new Promise((_, reject) => socket.once('error', reject))).rejects.toThrow('400');
  });

  test('is closed when its token expires, and delivers nothing from then on', async () => {
    const brief = await api.token({ groups: ['viewer'], expiresAt: clock.now() + 30_000 });
    const connection = await connected(brief);
    connection.start('s', ON_FLEET, {}, brief);
    await connection.frame('start_ack', 's');
    const other = await subscribed('s', ON_FLEET);

    // No keep-alive is due by then: the expiry itself closes.
    clock.advance(31_000);
    const closed = await eventually(() => connection.closed, 'the close');
    await publishFleet('after');

    expect(closed).toEqual({ code: 4401, reason: 'Token has expired.' });
    await eventually(() => other.payloads('s').length > 0, 'the message');
    expect(connection.payloads('s')).toEqual([]);
  });

  test('survives messages that are none', async () => {
    const connection = await connected();
    const nonsense = [
      '',
      'null',
      '[]',
      '"x"',
      '{"type":"subscribe","id":"x"}',
      '{"type":"start"}',
      '{"type":"start","id":7}',
      '{',
    ];
    for (const message of nonsense) connection.send(message);
    connection.socket.send(Buffer.from([0, 255, 1]));
    connection.send({
      id: 'a',
      type: 'start',
      payload: { data: 'no json', extensions: { authorization: { Authorization: viewer } } },
    });
    connection.start('b', 'subscription { onNothing }');
    connection.start('c', 'query { __typename }');
    connection.start('d', ON_FLEET, {}, 'no token');

    expect((await connection.frame('error', 'a')).payload.errors[0].errorType).toBe('MalformedHttpRequestException');
    expect((await connection.frame('error', 'b')).payload.errors).toEqual([
      {
        message:
          "Validation error of type FieldUndefined: Field 'onNothing' in type 'Subscription' is undefined @ 'onNothing'",
      },
    ]);
    expect((await connection.frame('error', 'c')).payload.errors).toEqual([
      { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' },
    ]);
    expect((await connection.frame('error', 'd')).payload.errors).toEqual([
      { errorType: 'UnauthorizedException', message: 'Unable to parse JWT token.' },
    ]);
    const unsupported = connection.frames.filter(
      ({ payload }) => payload?.errors?.[0]?.errorType === 'UnsupportedOperation',
    );
    expect(unsupported).toHaveLength(nonsense.length + 2);
    expect(unsupported[4]).toEqual({
      id: 'x',
      type: 'error',
      payload: {
        errors: [
          { errorType: 'UnsupportedOperation', message: 'subscribe not supported through the realtime channel' },
        ],
      },
    });
    expect(connection.closed).toBeNull();
    expect(api.warnings).toEqual([]);
  });

  test('carries 100 subscriptions and refuses one more', async () => {
    const connection = await connected();
    for (let n = 0; n < 101; n++) connection.start(`s${n}`, ON_FLEET);

    expect((await connection.frame('error', 's100')).payload.errors).toEqual([
      { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 100 subscriptions reached' },
    ]);
    await eventually(() => connection.frames.filter(({ type }) => type === 'start_ack').length === 100, '100 starts');
    connection.send({ id: 's0', type: 'stop' });
    await connection.frame('complete', 's0');
    connection.start('more', ON_FLEET);
    await connection.frame('start_ack', 'more');
  });
});

describe('a subscription', () => {
  test('is refused to a person without a group, while the connection stays', async () => {
    const nobody = await api.token({ expiresAt: clock.now() + 3_600_000 });
    const connection = await connected(nobody);
    for (const [id, query, field] of [
      ['fleet', ON_FLEET, 'onFleet'],
      ['device', 'subscription { onCreateDevice { thingName } }', 'onCreateDevice'],
    ] as const) {
      connection.start(id, query, {}, nobody);
      expect((await connection.frame('error', id)).payload.errors).toEqual([
        { errorType: 'Unauthorized', message: `Not Authorized to access ${field} on type Subscription` },
      ]);
    }
    await publishFleet('secret');
    connection.start('later', ON_FLEET);
    await connection.frame('start_ack', 'later');
    expect(connection.frames.filter(({ type }) => type === 'data')).toEqual([]);
  });

  test('gets every fleet message once, until it stops', async () => {
    const connection = await subscribed('s', ON_FLEET);
    await publishFleet([1]);
    await publishFleet({ two: 2 });
    await eventually(() => connection.payloads('s').length === 2, 'two messages');
    connection.send({ id: 's', type: 'stop' });
    await connection.frame('complete', 's');
    const witness = await subscribed('w', ON_FLEET);
    await publishFleet([3]);
    await eventually(() => witness.payloads('w').length === 1, 'the third message');

    expect(connection.payloads('s')).toEqual([
      { data: { onFleet: { updates: '[1]' } } },
      { data: { onFleet: { updates: '{"two":2}' } } },
    ]);
  });

  test('that is stopped while it starts does not start', async () => {
    const connection = await connected();
    connection.start('s', ON_FLEET);
    connection.send({ id: 's', type: 'stop' });
    await connection.frame('complete', 's');
    const witness = await subscribed('w', ON_FLEET);
    await publishFleet([1]);
    await eventually(() => witness.payloads('w').length === 1, 'the message');
    connection.send('ping');
    await connection.frame('error');

    expect(connection.frames.filter(({ type }) => type === 'start_ack' || type === 'data')).toEqual([]);
  });

  test('of one device gets that device alone, of mutations under aliases too, in their order (fact 28)', async () => {
    const connection = await subscribed('a', ON_TELEMETRY, { thing: 'a' });
    connection.start('b', ON_TELEMETRY, { thing: 'b' });
    await connection.frame('start_ack', 'b');

    await publish(`mutation {
      one: publishTelemetry(thingName: "a", samples: "[1]") { name: thingName s: samples }
      two: publishTelemetry(thingName: "b", samples: "[2]") { thingName samples }
      three: publishTelemetry(thingName: "a", samples: "[3]") { ...fields }
    } fragment fields on TelemetryMessage { thingName samples }`);
    await eventually(
      () => connection.payloads('a').length === 2 && connection.payloads('b').length === 1,
      'three messages',
    );

    expect(connection.payloads('a')).toEqual([
      { data: { onTelemetry: { thingName: 'a', samples: '[1]' } } },
      { data: { onTelemetry: { thingName: 'a', samples: '[3]' } } },
    ]);
    expect(connection.payloads('b')).toEqual([{ data: { onTelemetry: { thingName: 'b', samples: '[2]' } } }]);
  });

  test('gets null for what the mutation did not select, and an error where null is not allowed (fact 20)', async () => {
    const admin = await api.token({ groups: ['admin'], expiresAt: clock.now() + 3_600_000 });
    const connection = await subscribed(
      's',
      'subscription { created: onCreateDevice { id: thingName name site __typename } }',
    );
    connection.start('strict', 'subscription { onCreateDevice { thingName createdAt } }');
    await connection.frame('start_ack', 'strict');

    await api.ask(
      admin,
      'mutation { createDevice(input: { thingName: "partial", name: "n", site: "s" }) { thingName name } }',
    );

    await eventually(() => connection.payloads('strict').length === 1, 'the message');
    expect(connection.payloads('s')).toEqual([
      { data: { created: { id: 'partial', name: 'n', site: null, __typename: 'Device' } } },
    ]);
    expect(connection.payloads('strict')).toEqual([
      {
        data: { onCreateDevice: null },
        errors: [
          {
            message:
              "Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Device' (/onCreateDevice/createdAt)",
            path: ['onCreateDevice', 'createdAt'],
          },
        ],
      },
    ]);
  });

  test('of a model takes the filters that Amplify generates', async () => {
    const admin = await api.token({ groups: ['admin'], expiresAt: clock.now() + 3_600_000 });
    const query =
      'subscription ($filter: ModelSubscriptionDeviceFilterInput) { onCreateDevice(filter: $filter) { thingName } }';
    const filter = { or: [{ site: { in: ['north', 'east'] } }, { name: { beginsWith: 'vip' } }] };
    const connection = await subscribed('s', query, { filter });
    const CREATE = 'mutation ($input: CreateDeviceInput!) { createDevice(input: $input) { thingName name site } }';

    for (const input of [
      { thingName: 'f1', site: 'north' },
      { thingName: 'f2', site: 'south' },
      { thingName: 'f3', site: 'south', name: 'vip 3' },
    ])
      await api.ask(admin, CREATE, { input });

    await eventually(() => connection.payloads('s').length === 2, 'two messages');
    expect(connection.payloads('s')).toEqual([
      { data: { onCreateDevice: { thingName: 'f1' } } },
      { data: { onCreateDevice: { thingName: 'f3' } } },
    ]);
  });

  test('never gets a part of a message that is too large', async () => {
    const connection = await subscribed('s', ON_FLEET);
    await publishFleet('x'.repeat(250 * 1024));
    await publishFleet('small');
    await eventually(() => connection.payloads('s').length > 0, 'the small message');

    expect(connection.payloads('s')).toEqual([{ data: { onFleet: { updates: '"small"' } } }]);
    expect(api.warnings.splice(0)).toEqual([expect.stringContaining('dropped: AppSync delivers up to 240 KB')]);
  });

  test('takes the signature of a role, and refuses one that may not', async () => {
    const connect = async (credentials: Parameters<typeof signedHeaders>[0]) => {
      const connection = new Connection(await signedHeaders(credentials, `${api.url}/connect`, '{}'));
      const data = JSON.stringify({ query: ON_FLEET, variables: {} });
      const authorization = await signedHeaders(credentials, api.url, data);
      connection.socket.once('open', () => {
        connection.send({ type: 'connection_init' });
        connection.send({ id: 's', type: 'start', payload: { data, extensions: { authorization } } });
      });
      return connection;
    };
    const refused = await connect(api.functionCredentials('coretelemetry'));
    expect((await refused.frame('error', 's')).payload.errors).toEqual([
      { errorType: 'Unauthorized', message: 'Not Authorized to access onFleet on type Subscription' },
    ]);
    const wrong = await connect({ ...api.functionCredentials('coretelemetry'), secretAccessKey: 'guessed' });
    expect((await wrong.frame('connection_error')).payload.errors[0].errorCode).toBe(403);
  });
});

test('a subscriber that does not read is dropped', async () => {
  const slow = await subscribed('s', ON_FLEET);
  const quick = await subscribed('s', ON_FLEET);
  slow.socket.pause();
  const updates = 'x'.repeat(200 * 1024);
  for (let n = 1; n <= 100; n++) {
    await publishFleet(updates);
    await eventually(() => quick.payloads('s').length === n, `message ${n}`);
  }
  slow.socket.resume();

  await eventually(() => slow.closed, 'the drop');
  expect(slow.payloads('s').length).toBeLessThan(100);
  expect(quick.closed).toBeNull();
});
