// Who may do what through the API of the running cloud: by group, without a group, and without a valid token.
import { join } from 'node:path';
import { confirmSignUp, fetchAuthSession, signIn, signUp } from 'aws-amplify/auth';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openSigningKey } from '../../local/cognito/tokens/signing-key';
import { configureClient, graphql, tokenOf } from '../people';
import { SubscriptionRefused, subscribe } from '../realtime';
import { putRow, rowsOf } from '../store';
import { startTestCloud, type TestCloud } from '../test-cloud';

const CREATE = 'mutation ($name: ID!) { createDevice(input: { thingName: $name }) { thingName } }';
const UPDATE = 'mutation ($name: ID!) { updateDevice(input: { thingName: $name, site: "Lab" }) { site } }';
const DELETE = 'mutation ($name: ID!) { deleteDevice(input: { thingName: $name }) { thingName } }';
const LIST_PEOPLE = '{ listPeople { people { username email role enabled } } }';
const SET_ROLE =
  'mutation ($username: String!, $role: String) { setPersonRole(username: $username, role: $role) { role } }';
const SET_ENABLED =
  'mutation ($username: String!, $enabled: Boolean!) { setPersonEnabled(username: $username, enabled: $enabled) { enabled } }';
const REMOVE = 'mutation ($names: [String!]!) { removeDevices(thingNames: $names) { removed } }';
const PUBLISH_FLEET = 'mutation { publishFleet(updates: "[]") { updates } }';
const PUBLISH_TELEMETRY = 'mutation { publishTelemetry(thingName: "pump", samples: "[]") { thingName } }';
const LIST_DEVICES = '{ listDevices { items { thingName } } }';

const writesOfDevices = [
  ['createDevice', CREATE],
  ['updateDevice', UPDATE],
  ['deleteDevice', DELETE],
] as const;
const operationsOfAdmins = [
  ['listPeople', LIST_PEOPLE],
  ['setPersonRole', SET_ROLE],
  ['setPersonEnabled', SET_ENABLED],
  ['removeDevices', REMOVE],
] as const;
const publications = [
  ['publishFleet', PUBLISH_FLEET],
  ['publishTelemetry', PUBLISH_TELEMETRY],
] as const;
const SUBSCRIPTIONS = [
  ['onFleet', 'subscription { onFleet { updates } }'],
  ['onTelemetry', 'subscription { onTelemetry(thingName: "pump") { thingName samples } }'],
  ['onCreateDevice', 'subscription { onCreateDevice { thingName } }'],
  ['onUpdateDevice', 'subscription { onUpdateDevice { thingName } }'],
  ['onDeleteDevice', 'subscription { onDeleteDevice { thingName } }'],
] as const;

let cloud: TestCloud;
let admin: string;
let operator: string;
let viewer: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  admin = await tokenOf(cloud, 'admin');
  operator = await tokenOf(cloud, 'operator');
  viewer = await tokenOf(cloud, 'viewer');
  expect((await graphql(cloud, admin, CREATE, { name: 'pump' })).errors).toBeUndefined();
});
afterAll(() => cloud?.stop());

const ANYBODY = { name: 'pump', names: ['pump'], username: 'nobody', role: 'admin', enabled: false };
const refusalOf = (field: string) => ({
  data: null,
  errors: [
    expect.objectContaining({ errorType: 'Unauthorized', message: expect.stringContaining(`access ${field} on type`) }),
  ],
});
const askAnything = (token: string, document: string) =>
  graphql(
    cloud,
    token,
    document,
    Object.fromEntries(Object.entries(ANYBODY).filter(([name]) => document.includes(`$${name}:`))),
  );
/** A refused field is null, and so is all data. */
const flat = ({ data, errors }: Awaited<ReturnType<typeof graphql>>) => ({
  data: Object.values(data ?? {}).some((value) => value !== null) ? data : null,
  errors,
});
const subscribing = (token: string, query: string) =>
  subscribe(cloud, token, query).then(
    (subscription) => {
      subscription.close();
      return 'accepted';
    },
    (error: unknown) => {
      if (error instanceof SubscriptionRefused) return error.errors;
      throw error;
    },
  );
const deviceNames = async () => {
  const { data } = await graphql(cloud, admin, LIST_DEVICES);
  return (data as { listDevices: { items: { thingName: string }[] } }).listDevices.items.map(
    ({ thingName }) => thingName,
  );
};

describe('a viewer', () => {
  it('reads and subscribes', async () => {
    expect(await graphql(cloud, viewer, LIST_DEVICES)).toEqual({
      data: { listDevices: { items: [{ thingName: 'pump' }] } },
    });
    for (const [, query] of SUBSCRIPTIONS) expect(await subscribing(viewer, query)).toBe('accepted');
  });

  test.each([...writesOfDevices, ...operationsOfAdmins, ...publications])('may not %s', async (field, document) => {
    expect(flat(await askAnything(viewer, document))).toEqual(refusalOf(field));
    expect(await deviceNames()).toEqual(['pump']);
  });
});

describe('an operator', () => {
  it('creates, changes and deletes devices', async () => {
    const name = 'made-by-operator';
    expect((await graphql(cloud, operator, CREATE, { name })).data).toEqual({ createDevice: { thingName: name } });
    expect((await graphql(cloud, operator, UPDATE, { name })).data).toEqual({ updateDevice: { site: 'Lab' } });
    expect((await graphql(cloud, operator, DELETE, { name })).data).toEqual({ deleteDevice: { thingName: name } });
    expect(await deviceNames()).toEqual(['pump']);
  });

  test.each([...operationsOfAdmins, ...publications])('may not %s', async (field, document) => {
    expect(flat(await askAnything(operator, document))).toEqual(refusalOf(field));
  });
});

describe('an admin', () => {
  it('lists people and takes devices away', async () => {
    const name = 'made-by-admin';
    await graphql(cloud, admin, CREATE, { name });
    await putRow(cloud, 'NotificationTold', { thingName: name, presence: 'offline', since: 1 });
    const { data } = await graphql(cloud, admin, LIST_PEOPLE);
    const { people } = (data as { listPeople: { people: { email: string; role: string }[] } }).listPeople;

    expect(people.map(({ email, role }) => ({ email, role }))).toEqual(
      expect.arrayContaining(cloud.people.map(({ email, role }) => ({ email, role }))),
    );
    expect(await graphql(cloud, admin, REMOVE, { names: [name] })).toEqual({
      data: { removeDevices: { removed: [name] } },
    });
    expect(await deviceNames()).toEqual(['pump']);
    expect(await rowsOf(cloud, 'NotificationTold')).toEqual([]);
  });

  test.each(publications)('may not %s either: only the pipeline may', async (field, document) => {
    expect(flat(await askAnything(admin, document))).toEqual(refusalOf(field));
  });
});

interface Field {
  name: string;
  args: { name: string; type: { kind: string } }[];
  type: { kind: string };
}

/** Every query that the schema has, with arguments that it accepts. */
async function everyQuery(): Promise<[field: string, document: string][]> {
  const { data } = await graphql(
    cloud,
    admin,
    '{ __schema { queryType { fields { name args { name type { kind } } type { kind } } } } }',
  );
  const { fields } = (data as { __schema: { queryType: { fields: Field[] } } }).__schema.queryType;
  return fields.map(({ name, args }) => {
    const needed = args.filter(({ type }) => type.kind === 'NON_NULL').map((arg) => `${arg.name}: "pump"`);
    return [name, `{ ${name}${needed.length > 0 ? `(${needed.join(', ')})` : ''} { __typename } }`];
  });
}

// One person's story, in order: each step builds on the one before.
describe('a person who signed up', () => {
  const email = 'newcomer@example.com';
  const password = 'Newc0mer-passes!';
  let newcomer: string;
  let username: string;

  it('is in no group', async () => {
    configureClient(cloud);
    await signUp({ username: email, password, options: { userAttributes: { email } } });
    const code = cloud.mailbox.list().find(({ to }) => to === email)?.code ?? '';
    await confirmSignUp({ username: email, confirmationCode: code });
    await signIn({ username: email, password });
    const { tokens } = await fetchAuthSession();
    newcomer = String(tokens?.accessToken);
    username = String(tokens?.accessToken.payload.username);

    expect(tokens?.accessToken.payload['cognito:groups']).toBeUndefined();
  });

  it('is refused every query that there is', async () => {
    const queries = await everyQuery();

    expect(queries.length).toBeGreaterThan(10);
    for (const [field, document] of queries) {
      expect(flat(await graphql(cloud, newcomer, document)), field).toEqual(refusalOf(field));
    }
  });

  test.each(SUBSCRIPTIONS)('is refused the subscription %s', async (field, query) => {
    expect(await subscribing(newcomer, query)).toEqual([
      { errorType: 'Unauthorized', message: `Not Authorized to access ${field} on type Subscription` },
    ]);
  });

  test.each([...writesOfDevices, ...operationsOfAdmins, ...publications])('may not %s', async (field, document) => {
    expect(flat(await askAnything(newcomer, document))).toEqual(refusalOf(field));
  });

  it('is not let in by themselves, and no admin changes their own role', async () => {
    const own = String(JSON.parse(Buffer.from(admin.split('.')[1] ?? '', 'base64url').toString()).username);
    const refused = await graphql(cloud, admin, SET_ROLE, { username: own, role: 'viewer' });
    expect(refused.data).toEqual({ setPersonRole: null });
    expect(refused.errors?.[0]?.message).toContain('your own role');
    expect(flat(await graphql(cloud, newcomer, SET_ROLE, { username, role: 'viewer' }))).toEqual(
      refusalOf('setPersonRole'),
    );
  });

  it('reads once an admin let them in and the token was refreshed, not before', async () => {
    expect(await graphql(cloud, admin, SET_ROLE, { username, role: 'viewer' })).toEqual({
      data: { setPersonRole: { role: 'viewer' } },
    });
    expect(flat(await graphql(cloud, newcomer, LIST_DEVICES))).toEqual(refusalOf('listDevices'));

    const { tokens } = await fetchAuthSession({ forceRefresh: true });

    const refreshed = String(tokens?.accessToken);
    expect(await graphql(cloud, refreshed, LIST_DEVICES)).toEqual({
      data: { listDevices: { items: [{ thingName: 'pump' }] } },
    });
    expect(await subscribing(refreshed, SUBSCRIPTIONS[0][1])).toBe('accepted');
  });

  it('neither refreshes nor signs in once disabled', async () => {
    expect(await graphql(cloud, admin, SET_ENABLED, { username, enabled: false })).toEqual({
      data: { setPersonEnabled: { enabled: false } },
    });

    const outcome = await fetchAuthSession({ forceRefresh: true }).then(
      ({ tokens }) => tokens,
      (error: Error) => error.name,
    );

    expect(outcome ?? 'signed out').toMatch(/^(signed out|NotAuthorizedException|UserNotAuthenticatedException)$/);
    await expect(signIn({ username: email, password })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});

describe('without a valid token', () => {
  const refused = (message: string) => ({ errors: [{ errorType: 'UnauthorizedException', message }] });
  const rewritten = (token: string, change: Record<string, unknown>) => {
    const [header = '', payload = '', signature] = token.split('.');
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change };
    return { header, signature, claims, payload: Buffer.from(JSON.stringify(claims)).toString('base64url') };
  };

  it('nobody reads', async () => {
    expect(await graphql(cloud, null, LIST_DEVICES)).toEqual(refused('Valid authorization header not provided.'));
    await expect(subscribe(cloud, '', SUBSCRIPTIONS[0][1])).rejects.toThrow('UnauthorizedException');
  });

  it('neither an expired token opens anything', async () => {
    const now = Math.floor(Date.now() / 1000);
    const { claims, header } = rewritten(viewer, { exp: now - 1, iat: now - 3_600 });
    const { privateKey } = await openSigningKey(join(cloud.dataDirectory, 'cognito'));
    const expired = await new SignJWT(claims)
      .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()))
      .sign(privateKey);

    expect(await graphql(cloud, expired, LIST_DEVICES)).toEqual(refused('Token has expired.'));
    await expect(subscribe(cloud, expired, SUBSCRIPTIONS[0][1])).rejects.toThrow('Token has expired.');
  });

  it('nor a viewer’s token that was made an admin’s', async () => {
    const { header, payload, signature } = rewritten(viewer, { 'cognito:groups': ['admin'] });
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');

    for (const forged of [`${header}.${payload}.${signature}`, `${unsigned}.${payload}.`]) {
      expect(await graphql(cloud, forged, LIST_PEOPLE)).toMatchObject({
        errors: [{ errorType: 'UnauthorizedException' }],
      });
      await expect(subscribe(cloud, forged, SUBSCRIPTIONS[0][1])).rejects.toThrow('UnauthorizedException');
    }
  });
});
