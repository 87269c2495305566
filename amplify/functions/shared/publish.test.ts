import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { mergeDeviceLatest } from '../../../domain/telemetry/merge-device-latest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { packPublications } from './pack-publications';
import { makePublish, PublishError } from './publish';

const sample = (thingName: string, metrics: TelemetrySample['metrics'] = { temperature: 21 }): TelemetrySample => ({
  thingName,
  sampleId: 's',
  observedAt: 1,
  receivedAt: 1,
  clockRejected: false,
  metrics,
});
const latest = (thingName: string, metrics?: TelemetrySample['metrics']): FleetUpdate => {
  const merged = mergeDeviceLatest(null, [sample(thingName, metrics)]);
  if (!merged) throw new Error('nothing merged');
  return { kind: 'latest', latest: merged };
};
const bulky = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`metric${i}`, '"'.repeat(256)]));

describe('packPublications', () => {
  it('puts fleet and devices into one document, with all data in variables (fact 25)', () => {
    const hostile = 'x") { evil } #';
    const { documents } = packPublications({
      fleet: [latest('a'), latest('b')],
      telemetry: new Map([
        ['a', [sample('a')]],
        [hostile, [sample(hostile)]],
      ]),
    });
    expect(documents).toHaveLength(1);
    expect(documents[0]?.query).toBe(
      [
        'mutation Publish($json0: AWSJSON!, $json1: AWSJSON!, $thing1: ID!, $json2: AWSJSON!, $thing2: ID!) {',
        '  m0: publishFleet(updates: $json0) { updates }',
        '  m1: publishTelemetry(thingName: $thing1, samples: $json1) { thingName samples }',
        '  m2: publishTelemetry(thingName: $thing2, samples: $json2) { thingName samples }',
        '}',
      ].join('\n'),
    );
    expect(documents[0]?.variables.thing2).toBe(hostile);
    expect(JSON.parse(documents[0]?.variables.json0 ?? '')).toHaveLength(2);
  });

  it('has nothing to say when nothing changed', () => {
    expect(packPublications({ fleet: [], telemetry: new Map() })).toEqual({ documents: [], tooLarge: 0 });
  });

  it('splits below 240 KB, as it is sent, and loses nothing (fact 22)', () => {
    const things = Array.from({ length: 20 }, (_, i) => `thing-${i}`);
    const { documents, tooLarge } = packPublications({
      fleet: things.map((thing) => latest(thing, bulky)),
      telemetry: new Map(things.map((thing) => [thing, [sample(thing, bulky)]])),
    });
    for (const document of documents) expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(240_000);
    const told = documents.flatMap(({ variables }) =>
      Object.entries(variables).flatMap(([name, json]) => (name.startsWith('json') ? JSON.parse(json) : [])),
    );
    expect(told).toHaveLength(40);
    expect(tooLarge).toBe(0);
  });

  it('counts what fits into no message', () => {
    const huge = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`metric${i}`, '\u0001'.repeat(256)]));
    const { documents, tooLarge } = packPublications({
      fleet: [latest('a', huge), latest('b')],
      telemetry: new Map([['a', [sample('a', huge)]]]),
    });
    expect(tooLarge).toBe(2);
    expect(documents).toHaveLength(1);
  });
});

describe('makePublish', () => {
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
  };
  const publication = { fleet: [latest('a')], telemetry: new Map() };
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  /** A server that answers by `answer`, and what publishes to it. */
  async function publishTo(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer((request, response) => request.resume().once('end', () => answer(request, response)));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return makePublish({ graphqlUrl: `http://127.0.0.1:${port}/graphql`, env });
  }

  it('signs each request for AppSync with the role of the function', async () => {
    const requests: IncomingMessage[] = [];
    const publish = await publishTo((request, response) => {
      requests.push(request);
      response.end('{"data":{}}');
    });
    expect(await publish(publication)).toEqual({ tooLarge: 0 });
    const [request] = requests;
    expect(`${request?.method} ${request?.url}`).toBe('POST /graphql');
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/appsync\/aws4_request/,
    );
    expect(request?.headers.authorization).toContain('SignedHeaders=content-length;content-type;host;');
    expect(request?.headers['x-amz-security-token']).toBe('token');
  });

  it('tells again over a new connection when the kept one is gone', async () => {
    let requests = 0;
    const publish = await publishTo((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.resetAndDestroy();
      else response.end('{"data":{}}');
    });
    await publish(publication);
    expect(await publish(publication)).toEqual({ tooLarge: 0 });
    expect(requests).toBe(3);
  });

  it.each<[string, number, string]>([
    ['errors in the answer', 200, '{"errors":[{"errorType":"Unauthorized","message":"secret 42"}]}'],
    ['an HTTP error', 401, '{"errors":[{"errorType":"Unauthorized"}]}'],
    ['an answer that is not JSON', 502, 'gateway down'],
  ])('throws for %s, without quoting what was sent or answered', async (_title, status, body) => {
    const publish = await publishTo((_request, response) => response.writeHead(status).end(body));
    const error = await publish(publication).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PublishError);
    expect(String(error)).not.toContain('42');
  });

  it('throws when nothing answers', async () => {
    const publish = await publishTo((request) => request.socket.resetAndDestroy());
    await expect(publish(publication)).rejects.toThrow(PublishError);
  });
});
