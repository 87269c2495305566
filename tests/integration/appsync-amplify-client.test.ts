// The unmodified aws-amplify client, as the browser runs it, against the AppSync of the laptop.
import { Amplify } from 'aws-amplify';
import { type GraphQLResult, generateClient } from 'aws-amplify/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { eventually, type RunningAppSync, startAppSync } from './appsync-fixture';

// Amplify derives wss:// from any endpoint; the laptop has no certificate, and Node 20 has no WebSocket of its own.
class PlainWebSocket extends WebSocket {
  constructor(url: string | URL, protocols: string[]) {
    super(String(url).replace('wss://127.0.0.1', 'ws://127.0.0.1'), protocols);
  }
}

let api: RunningAppSync;
let token: string;
beforeAll(async () => {
  Object.assign(globalThis, { WebSocket: PlainWebSocket });
  api = await startAppSync();
  const jwt = () => ({
    toString: () => token,
    payload: JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
  });
  Amplify.configure(
    { API: { GraphQL: { endpoint: api.url, region: 'eu-central-1', defaultAuthMode: 'userPool' } } },
    { Auth: { tokenProvider: { getTokens: async () => ({ accessToken: jwt(), idToken: jwt() }) } } },
  );
});
afterAll(() => api.stop());

const client = generateClient();
// biome-ignore lint/suspicious/noExplicitAny: a response has the shape that the test's query asks for.
type Answer = GraphQLResult<any>;
const ask = (query: string, variables: object = {}) => client.graphql({ query, variables }) as Promise<Answer>;

function subscribe(query: string, variables: object = {}) {
  const received: unknown[] = [];
  const failures: unknown[] = [];
  const observable = client.graphql({ query, variables }) as unknown as {
    subscribe(observer: { next(message: { data: unknown }): void; error(error: unknown): void }): {
      unsubscribe(): void;
    };
  };
  const subscription = observable.subscribe({
    next: ({ data }) => received.push(data),
    error: (error) => failures.push(error),
  });
  return { received, failures, unsubscribe: () => subscription.unsubscribe() };
}

const publish = async (mutation: string) => {
  const answer = await api.askSigned(api.functionCredentials('coretelemetry'), mutation);
  expect(answer.body.errors).toBeUndefined();
};

test('reads, writes and subscribes as an operator', async () => {
  token = await api.token({ groups: ['operator'] });
  const created = subscribe('subscription { onCreateDevice { thingName name } }');
  const telemetry = subscribe('subscription ($t: ID!) { onTelemetry(thingName: $t) { thingName samples } }', {
    t: 'sensor',
  });
  const fleet = subscribe('subscription { onFleet { updates } }');
  // Subscribing has no answer that the client passes on: a device is created until its message comes.
  let n = 0;
  while (created.received.length === 0) {
    const answer = await ask('mutation ($i: CreateDeviceInput!) { createDevice(input: $i) { thingName name } }', {
      i: { thingName: `d${n++}` },
    });
    expect(answer.data.createDevice.name).toBeNull();
  }
  await eventually(async () => {
    await publish(
      'mutation { publishFleet(updates: "[1]") { updates } publishTelemetry(thingName: "sensor", samples: "[2]") { thingName samples } }',
    );
    return fleet.received.length > 0 && telemetry.received.length > 0;
  }, 'fleet and telemetry');

  expect(fleet.received[0]).toEqual({ onFleet: { updates: '[1]' } });
  expect(telemetry.received[0]).toEqual({ onTelemetry: { thingName: 'sensor', samples: '[2]' } });
  expect((await ask('{ listDevices(limit: 1000) { items { thingName } } }')).data.listDevices.items).toHaveLength(n);
  for (const { failures, unsubscribe } of [created, telemetry, fleet]) {
    expect(failures).toEqual([]);
    unsubscribe();
  }
});

test('hears why a person without a group gets nothing', async () => {
  token = await api.token();
  await expect(ask('{ listDevices { items { thingName } } }')).rejects.toMatchObject({
    errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access listDevices on type Query' }],
  });
  const fleet = subscribe('subscription { onFleet { updates } }');
  const [failure] = await eventually(() => fleet.failures.length > 0 && fleet.failures, 'the refusal');
  expect(JSON.stringify(failure)).toContain('Not Authorized to access onFleet on type Subscription');
  fleet.unsubscribe();
});

test('hears that its token has expired', async () => {
  token = await api.token({ expiresAt: Date.now() - 1_000 });
  await expect(ask('{ listDevices { items { thingName } } }')).rejects.toMatchObject({
    errors: [{ message: 'Unauthorized' }],
  });
});
