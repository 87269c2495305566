// Fields that functions answer, and what the data sources' roles may do.
import { afterEach, beforeAll, expect, test } from 'vitest';
import { appSyncClaims } from '../../local/appsync/claims';
import { checkSupported } from '../../local/assembly/check-supported';
import { ManualClock } from '../../local/settings/manual-clock';
import { FunctionError } from '../../local/settings/ports';
import { type RunningAppSync, startAppSync, synthesized } from './appsync-fixture';

let api: RunningAppSync | null = null;
// A first synthesis takes longer than a test may.
beforeAll(synthesized);
afterEach(() => api?.stop());

const SET_ROLE =
  'mutation ($u: String!) { setPersonRole(username: $u, role: "viewer") { username email enabled status } }';
const PERSON = { username: 'bob', email: 'bob@example.org', enabled: true, status: 'CONFIRMED', createdAt: 1 };

test('the claims cover what the template says of the API', async () => {
  api = await startAppSync();
  const resources = api.assembly.resources.filter(({ type }) => type.startsWith('AWS::AppSync::'));
  expect(resources.length).toBeGreaterThan(100);
  expect(() => checkSupported({ ...(api as RunningAppSync).assembly, resources }, appSyncClaims)).not.toThrow();
});

test('a function gets the field, the arguments and who asks, and its answer is the result', async () => {
  const invocations: [arn: string, event: unknown][] = [];
  api = await startAppSync({
    functions: {
      async invoke(arn, event) {
        invocations.push([arn, event]);
        return PERSON;
      },
    },
  });
  const admin = await api.token({ groups: ['admin'], username: 'ada' });

  const answer = await api.ask(admin, SET_ROLE, { u: 'bob' });

  const { createdAt: _, ...selected } = PERSON;
  expect(answer).toEqual({ data: { setPersonRole: selected } });
  expect(invocations).toHaveLength(1);
  expect(invocations[0]?.[0]).toMatch(/^arn:aws:lambda:eu-central-1:000000000000:function:people/);
  expect(invocations[0]?.[1]).toMatchObject({
    typeName: 'Mutation',
    fieldName: 'setPersonRole',
    arguments: { username: 'bob', role: 'viewer' },
    identity: {
      sub: 'sub-ada',
      username: 'ada',
      issuer: api.issuer,
      groups: ['admin'],
      claims: { 'cognito:groups': ['admin'], token_use: 'access' },
      sourceIp: ['127.0.0.1'],
      defaultAuthStrategy: 'ALLOW',
    },
    source: null,
    request: { domainName: null, headers: { 'content-type': 'application/json' } },
  });
});

test('a function is not asked for anybody but an administrator', async () => {
  api = await startAppSync();
  for (const groups of [['operator'], ['viewer'], []] as const) {
    const answer = await api.ask(await api.token({ groups: [...groups] }), SET_ROLE, { u: 'bob' });
    expect(answer.errors?.[0]).toMatchObject({ errorType: 'Unauthorized', path: ['setPersonRole'] });
  }
});

test("a function's failure reaches the client with its message; a bug of the laptop does not", async () => {
  let failure: Error = new FunctionError('There is no person of that name.', 'PersonNotFound');
  api = await startAppSync({ functions: { invoke: () => Promise.reject(failure) } });
  const admin = await api.token({ groups: ['admin'] });

  const refused = await api.ask(admin, SET_ROLE, { u: 'bob' });
  failure = new Error('secret path');
  const broken = await api.ask(admin, SET_ROLE, { u: 'bob' });

  expect(refused.errors).toMatchObject([
    { errorType: 'Lambda:Unhandled', message: 'There is no person of that name.', path: ['setPersonRole'] },
  ]);
  expect(broken.errors).toMatchObject([{ errorType: 'InternalFailure', message: 'Internal Failure' }]);
  expect(api.warnings).toEqual([expect.stringContaining('secret path')]);
});

test('an answer that does not fit the schema says where', async () => {
  api = await startAppSync({ functions: { invoke: async () => ({ ...PERSON, email: null }) } });
  const answer = await api.ask(await api.token({ groups: ['admin'] }), SET_ROLE, { u: 'bob' });
  expect(answer.data).toEqual({ setPersonRole: null });
  expect(answer.errors?.map(({ message }) => message)).toEqual([
    "Cannot return null for non-nullable type: 'String' within parent 'Person' (/setPersonRole/email)",
  ]);
});

test('a data source does nothing that its role does not allow', async () => {
  const asked: string[] = [];
  api = await startAppSync({
    isRoleAllowed: (_, action, resource) => {
      asked.push(`${action} ${resource.replace(/.*:(table|function)[:/]/, '').replace(/-.*/, '')}`);
      return false;
    },
  });
  const admin = await api.token({ groups: ['admin'] });

  const write = await api.ask(admin, 'mutation { createDevice(input: { thingName: "x" }) { name } }');
  const invoke = await api.ask(admin, SET_ROLE, { u: 'bob' });

  expect(write.errors?.[0]).toMatchObject({ errorType: 'DynamoDB:AccessDeniedException' });
  expect(invoke.errors?.[0]).toMatchObject({ errorType: 'Lambda:AccessDeniedException' });
  expect(asked).toEqual(['dynamodb:PutItem Device', expect.stringMatching(/^lambda:InvokeFunction people/)]);
});

test('an execution ends after 30 seconds', async () => {
  const clock = new ManualClock(Date.now());
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  api = await startAppSync({
    clock,
    functions: {
      invoke() {
        isAsked();
        return new Promise(() => {});
      },
    },
  });
  const answer = api.ask(await api.token({ groups: ['admin'], expiresAt: clock.now() + 600_000 }), SET_ROLE, {
    u: 'bob',
  });
  await asked;
  clock.advance(30_000);

  expect(await answer).toMatchObject({
    data: null,
    errors: [{ errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
  });
});
