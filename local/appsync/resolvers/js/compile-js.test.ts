import { describe, expect, test } from 'vitest';
import type { ResolverContext } from '../resolver-context';
import { resolverSetting } from '../resolver-fixture';
import { jsCompiler } from './compile-js';

const IMPORT = "import { util, extensions, runtime } from '@aws-appsync/utils';\n";
const compile = (request: string, response = 'return ctx.result;') =>
  jsCompiler()(
    'Query.f',
    `${IMPORT}export function request(ctx) {${request}}\nexport const response = (ctx) => {${response}};`,
  );

function run(request: string, changes: Partial<ResolverContext> = {}) {
  const { context, invocation } = resolverSetting(changes);
  const outcome = compile(request).request(context, invocation);
  return { ...outcome, context, scope: invocation.scope };
}

describe('a handler', () => {
  test('reads its context and leaves a stash', () => {
    const { value, context } = run(
      'ctx.stash.seen = ctx.args.x; return { who: ctx.identity.username, list: ctx.info.selectionSetList, error: ctx.error };',
      {
        arguments: { x: 1 },
      },
    );
    expect(value).toEqual({ who: 'ada', list: ['a', 'a/b'], error: undefined });
    expect(context.stash).toEqual({ seen: 1 });
  });

  test('that returns nothing returns null', () => {
    expect(run('').value).toBeNull();
  });

  test('may leave early, for the next step or for the end', () => {
    expect(run('runtime.earlyReturn({ a: 1 }); return 2;')).toMatchObject({
      value: { a: 1 },
      leftEarly: true,
      skipTo: 'NEXT',
    });
    expect(run("runtime.earlyReturn(null, { skipTo: 'END' });")).toMatchObject({
      value: null,
      leftEarly: true,
      skipTo: 'END',
    });
  });

  test('fails with what it is told', () => {
    expect(() => run("util.error('no', 'Kind', { d: 1 }, { i: 2 })")).toThrow(
      expect.objectContaining({ message: 'no', errorType: 'Kind', data: { d: 1 }, errorInfo: { i: 2 } }),
    );
    expect(() => run('util.unauthorized()')).toThrow(
      expect.objectContaining({ message: 'Not Authorized to access f on type Query', errorType: 'Unauthorized' }),
    );
    expect(() => run('return ctx.absent.deeper;')).toThrow(
      expect.objectContaining({ errorType: 'Code', message: 'Code error' }),
    );
  });

  test('adds an error and goes on', () => {
    const { value, scope } = run("util.appendError('odd', 'Kind'); return 1;");
    expect(value).toBe(1);
    expect(scope.appended).toMatchObject([{ path: ['f'], error: { message: 'odd', errorType: 'Kind' } }]);
  });

  test('sets the filter of a subscription', () => {
    const { scope } = run(
      "extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ a: { in: ['x'] } }));",
    );
    expect(scope.filter).toEqual({ filterGroup: [{ filters: [{ fieldName: 'a', operator: 'in', value: ['x'] }] }] });
    expect(run('extensions.setSubscriptionFilter(null);').scope.filter).toBeNull();
  });

  test('knows the time and the caller', () => {
    expect(run('return [util.time.nowISO8601(), util.authType(), util.dynamodb.toMapValues({ a: 1 })];').value).toEqual(
      ['2026-01-02T03:04:05.000Z', 'User Pool Authorization', { a: { N: '1' } }],
    );
  });

  test('reaches nothing of the laptop', () => {
    expect(run('return [typeof process, typeof fetch, typeof setTimeout, typeof globalThis.Buffer];').value).toEqual(
      Array(4).fill('undefined'),
    );
    expect(() => run("return eval('1')")).toThrow(expect.objectContaining({ errorType: 'Code' }));
  });
});

test('runs inside one another keep their own caller', () => {
  const compiled = compile('return util.authType();');
  const person = resolverSetting();
  const role = resolverSetting();
  role.invocation.scope.caller = {
    ...role.invocation.scope.caller,
    authType: 'IAM Authorization',
  } as typeof role.invocation.scope.caller;
  expect(compiled.request(role.context, role.invocation).value).toBe('IAM Authorization');
  expect(compiled.request(person.context, person.invocation).value).toBe('User Pool Authorization');
});

test.each([
  [
    'an unknown function',
    `${IMPORT}export const request = () => util.rds.toJsonObject(1); export const response = () => 1;`,
    'the function util.rds.toJsonObject',
  ],
  [
    'an unknown extension',
    `${IMPORT}export const request = () => extensions.evictFromApiCache(1); export const response = () => 1;`,
    'the function extensions.evictFromApiCache',
  ],
  [
    'a function that is taken out of util',
    `${IMPORT}const { rds } = util; export const request = () => rds.toJsonObject(1); export const response = () => 1;`,
    'util in any other form than util.name()',
  ],
  [
    'a function that is called by a text',
    `${IMPORT}export const request = () => util['rds'](1); export const response = () => 1;`,
    'util in any other form than util.name()',
  ],
  [
    'another module',
    "import fs from 'node:fs'; export const request = () => fs.x; export const response = () => 1;",
    'the import of node:fs',
  ],
  ['no response', 'export const request = () => 1;', 'code without an exported request and response'],
])('%s stops the start, named', (_, code, what) => {
  expect(() => jsCompiler()('Query.f', code)).toThrow(
    `AppSync on the laptop does not support ${what} (in Query.f.js).`,
  );
});

test('a function that is only mentioned in a comment does not stop the start', () => {
  expect(() => compile('// util.rds.toJsonObject()\n return 1;')).not.toThrow();
});
