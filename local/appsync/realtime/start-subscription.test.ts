import { describe, expect, test } from 'vitest';
import { AppSyncError } from '../appsync-error';
import type { Caller } from '../authenticate/caller';
import { documentReader } from '../execute/documents';
import { newScope } from '../execute/execute-operation';
import { buildApiSchema, type FieldCode } from '../schema/build-schema';
import { acceptSubscription } from './start-subscription';

const SDL = `
  type Query { q: Int }
  type Mutation { change(id: ID): Thing @aws_iam }
  type Secret @aws_cognito_user_pools(cognito_groups: ["admin"]) { word: String }
  type Thing @aws_iam @aws_cognito_user_pools {
    id: ID
    secret: Secret
    internal: String @aws_iam
  }
  type Subscription {
    onChange(id: ID): Thing @aws_subscribe(mutations: ["change"]) @aws_iam @aws_cognito_user_pools
    onAdmin: Thing @aws_subscribe(mutations: ["change"]) @aws_auth(cognito_groups: ["admin"])
  }`;

const person = (...groups: string[]): Caller => ({
  mode: 'userPool',
  authType: 'User Pool Authorization',
  groups,
  expiresAt: 99,
  identity: {},
});
const role: Caller = {
  mode: 'iam',
  authType: 'IAM Authorization',
  expiresAt: null,
  identity: {},
  principal: { arn: '', roleArn: '', accessKeyId: '', cognitoIdentityId: null },
};

function accept(query: string, caller: Caller, variables = {}, resolvers: Record<string, FieldCode> = {}) {
  const api = buildApiSchema(SDL, new Map(Object.entries(resolvers)));
  const scope = newScope(caller, {}, () => true);
  const failed = (error: unknown) => {
    throw error;
  };
  return acceptSubscription(
    api,
    documentReader(api.schema)(query),
    { query, variables, operationName: null },
    scope,
    failed,
  );
}

describe('a start', () => {
  test('knows the arguments that were given, null included, and when its token expires', async () => {
    const query = 'subscription ($id: ID) { onChange(id: $id) { id } }';
    expect((await accept(query, person(), { id: 'a' })).arguments).toEqual({ id: 'a' });
    expect((await accept(query, person(), { id: null })).arguments).toEqual({ id: null });
    expect((await accept(query, person())).arguments).toEqual({});
    expect(await accept('subscription { onChange { id } }', person())).toMatchObject({
      fieldName: 'onChange',
      arguments: {},
      expiresAt: 99,
    });
  });

  test.each<[string, Caller, string, string | null]>([
    ['everybody', person(), '{ onChange { id } }', null],
    ['a role', role, '{ onChange { id internal } }', null],
    [
      'a field for roles',
      person('admin'),
      '{ onChange { internal } }',
      'Not Authorized to access internal on type Thing',
    ],
    [
      'a type for a group',
      person('viewer'),
      '{ onChange { id secret { word } } }',
      'Not Authorized to access word on type Secret',
    ],
    ['a type for the own group', person('admin'), '{ onChange { secret { word } } }', null],
    ['a type for people', role, '{ onChange { secret { word } } }', 'Not Authorized to access word on type Secret'],
    [
      'a field for a group',
      person('viewer'),
      '{ onAdmin { id } }',
      'Not Authorized to access onAdmin on type Subscription',
    ],
  ])('of %s', async (_, caller, selection, refusal) => {
    const started = accept(`subscription ${selection}`, caller);
    if (refusal === null) await expect(started).resolves.toBeDefined();
    else await expect(started).rejects.toMatchObject({ errors: [{ errorType: 'Unauthorized', message: refusal }] });
  });

  test('is refused when its resolver fails, with the type of the failure', async () => {
    const resolver: FieldCode = () => {
      throw new AppSyncError('not you', 'Refused');
    };
    const started = accept('subscription { onChange { id } }', person(), {}, { 'Subscription.onChange': resolver });
    await expect(started).rejects.toMatchObject({ errors: [{ errorType: 'Refused', message: 'not you' }] });
  });
});

test('a resolver of a field that is not there stops the start, and so does an interface', () => {
  expect(() => buildApiSchema(SDL, new Map([['Query.absent', () => null]]))).toThrow(
    'a resolver of a field that the schema does not have',
  );
  expect(() => buildApiSchema(`${SDL} interface Named { name: String }`, new Map())).toThrow(
    'the interface or union Named',
  );
  expect(() => buildApiSchema('type Query { q: Int @aws_lambda }', new Map())).toThrow();
});
