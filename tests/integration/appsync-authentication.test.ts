// Who is let in: tokens of the user pool, signed roles of the template, and nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foreignKey, type RunningAppSync, signedHeaders, startAppSync, type TokenOptions } from './appsync-fixture';

const READ = '{ listDevices { items { thingName } } }';
const PUBLISH_FLEET = 'mutation ($updates: AWSJSON!) { publishFleet(updates: $updates) { updates } }';
const PUBLISH_TELEMETRY = 'mutation { publishTelemetry(thingName: "a", samples: "[]") { thingName samples } }';
const FLEET = { updates: '[{"kind":"latest"}]' };

let api: RunningAppSync;
beforeAll(async () => {
  api = await startAppSync();
});
afterAll(() => api.stop());

describe('a token', () => {
  const read = async (options: TokenOptions) =>
    api.post({ authorization: await api.token({ groups: ['viewer'], ...options }) }, JSON.stringify({ query: READ }));
  const refusal = (message: string) => ({
    status: 401,
    body: { errors: [{ errorType: 'UnauthorizedException', message }] },
  });

  test('of the pool lets in, be it for access or for identity', async () => {
    expect((await read({})).body).toEqual({ data: { listDevices: { items: [] } } });
    const { client_id } = JSON.parse(Buffer.from((await api.token()).split('.')[1] ?? '', 'base64url').toString());
    const identity = await read({ claims: { token_use: 'id', aud: client_id, client_id: undefined } });
    expect(identity.body.errors).toBeUndefined();
  });

  test.each<[string, TokenOptions, string]>([
    ['that has expired', { expiresAt: Date.now() - 1_000 }, 'Token has expired.'],
    ['signed by a foreign key', { key: foreignKey }, 'You are not authorized to make this call.'],
    [
      'of another pool',
      { claims: { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' } },
      'You are not authorized to make this call.',
    ],
    ['of another client', { claims: { client_id: 'somebody' } }, 'You are not authorized to make this call.'],
    ['for another use', { claims: { token_use: 'refresh' } }, 'You are not authorized to make this call.'],
    ['without an expiry', { claims: { exp: undefined } }, 'You are not authorized to make this call.'],
  ])('%s is refused', async (_, options, message) => {
    expect(await read(options)).toEqual(refusal(message));
  });

  test('whose claims were changed after signing is refused', async () => {
    const [header, , signature] = (await api.token({ groups: ['viewer'] })).split('.');
    const payload = (await api.token({ groups: ['admin'] })).split('.')[1];
    const forged = await api.post(
      { authorization: `${header}.${payload}.${signature}` },
      JSON.stringify({ query: READ }),
    );
    expect(forged).toEqual(refusal('You are not authorized to make this call.'));
  });

  test('without a signature is refused', async () => {
    const [, payload] = (await api.token({ groups: ['admin'] })).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    expect((await api.post({ authorization: `${header}.${payload}.` }, JSON.stringify({ query: READ }))).status).toBe(
      401,
    );
  });

  test('that is no token, or none at all, is refused', async () => {
    const body = JSON.stringify({ query: READ });
    expect(await api.post({ authorization: 'Bearer x' }, body)).toEqual(refusal('Unable to parse JWT token.'));
    expect(await api.post({}, body)).toEqual(refusal('Valid authorization header not provided.'));
    expect(await api.post({ 'x-api-key': 'da2-key' }, body)).toEqual(
      refusal('Valid authorization header not provided.'),
    );
  });
});

describe('publishing', () => {
  const refused = (field: string) => [
    expect.objectContaining({
      errorType: 'Unauthorized',
      message: `Not Authorized to access ${field} on type Mutation`,
    }),
  ];

  test.each([['admin'], ['operator'], ['viewer']] as const)('is refused to a person in %s', async (group) => {
    const answer = await api.ask(await api.token({ groups: [group] }), PUBLISH_FLEET, FLEET);
    expect(answer).toEqual({ data: { publishFleet: null }, errors: refused('publishFleet') });
  });

  test('is allowed to the functions that the template grants it to, field by field', async () => {
    const telemetry = api.functionCredentials('coretelemetry');
    const status = api.functionCredentials('corestatus');

    expect((await api.askSigned(telemetry, PUBLISH_FLEET, FLEET)).body).toEqual({ data: { publishFleet: FLEET } });
    expect((await api.askSigned(telemetry, PUBLISH_TELEMETRY)).body).toEqual({
      data: { publishTelemetry: { thingName: 'a', samples: '[]' } },
    });
    expect((await api.askSigned(status, PUBLISH_FLEET, FLEET)).body.errors).toBeUndefined();
    const answer = await api.askSigned(status, PUBLISH_TELEMETRY);
    expect(answer.body).toEqual({ data: { publishTelemetry: null }, errors: refused('publishTelemetry') });
  });

  test('is refused to other functions, to the role of a person, and with any other operation', async () => {
    const people = await api.askSigned(api.functionCredentials('people'), PUBLISH_FLEET, FLEET);
    expect(people.body.errors).toEqual(refused('publishFleet'));
    const person = await api.askSigned(api.identityCredentials('admin'), PUBLISH_FLEET, FLEET);
    expect(person.body.errors).toEqual(refused('publishFleet'));
    const reading = await api.askSigned(api.functionCredentials('coretelemetry'), READ);
    expect(reading.body.errors?.[0]).toMatchObject({ errorType: 'Unauthorized', path: ['listDevices'] });
  });

  test('is refused with a wrong signature', async () => {
    const credentials = { ...api.functionCredentials('coretelemetry'), secretAccessKey: 'guessed' };
    const answer = await api.askSigned(credentials, PUBLISH_FLEET, FLEET);
    expect(answer.status).toBe(403);
    expect(answer.body.data).toBeUndefined();
  });

  test('is refused when the body was changed after signing', async () => {
    const body = JSON.stringify({ query: PUBLISH_FLEET, variables: FLEET });
    const headers = await signedHeaders(api.functionCredentials('coretelemetry'), api.url, body);
    expect((await api.post(headers, body.replace('latest', 'forged'))).status).toBe(403);
  });
});

describe('a request that is none', () => {
  const malformed = (message: string) => ({
    status: 400,
    body: { errors: [{ errorType: 'MalformedHttpRequestException', message }] },
  });

  test.each([
    ['no JSON', '{', 'Request body is not valid JSON.'],
    ['no object', '"x"', 'Request body is not a JSON object.'],
    ['no query', '{}', 'No GraphQL query found in the request.'],
    ['no GraphQL', '{"query":"{"}', 'Unable to parse GraphQL query.'],
    [
      'no clear operation',
      '{"query":"query A { __typename } query B { __typename }"}',
      'The operation to execute is not clear from the request.',
    ],
  ])('has %s', async (_, body, message) => {
    expect(await api.post({ authorization: await api.token() }, body)).toEqual(malformed(message));
  });

  test('is too large', async () => {
    const body = JSON.stringify({ query: READ, variables: { x: 'x'.repeat(1_100_000) } });
    expect((await api.post({ authorization: await api.token() }, body)).status).toBe(413);
  });
});

test('errors of a request read as in AppSync', async () => {
  const admin = await api.token({ groups: ['admin'] });
  const messages = async (query: string, variables: object = {}) =>
    (await api.ask(admin, query, variables)).errors?.map(({ message }) => message);

  expect(await messages('{ listThings { id } }')).toEqual([
    "Validation error of type FieldUndefined: Field 'listThings' in type 'Query' is undefined @ 'listThings'",
  ]);
  expect(await messages('{ getDevice { name } }')).toEqual([
    "Validation error of type MissingFieldArgument: Missing field argument thingName @ 'getDevice'",
  ]);
  expect(await messages('query ($id: ID!) { getDevice(thingName: $id) { name } }')).toEqual([
    "Variable 'id' has coerced Null value for NonNull type 'ID!'",
  ]);
  const create = 'mutation ($input: CreateDeviceInput!) { createDevice(input: $input) { name } }';
  expect(await messages(create, { input: { thingName: 'x', capabilities: '{oops' } })).toEqual([
    "Variable 'capabilities' has an invalid value. Unable to parse `{oops` as a valid JSON.",
  ]);
  expect(await messages(create, { input: { name: 'x' } })).toEqual([
    "Variable 'thingName' has coerced Null value for NonNull type 'ID!'",
  ]);
});
