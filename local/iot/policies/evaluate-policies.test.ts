// Decisions of policies: who wins, what variables do, what happens to what cannot be decided.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ConnectionIdentity, connectionVariables } from './connection-variables';
import { fillPolicies } from './evaluate-policies';
import { type PolicyDocument, parsePolicyDocument } from './policy-document';

const thingName = '$' + '{iot:Connection.Thing.ThingName}';
const WHO: ConnectionIdentity = {
  clientId: 'pump-1',
  sourceIp: '192.168.1.20',
  domainName: null,
  certificateId: 'c'.repeat(64),
  cognitoIdentityId: null,
  thing: { thingName: 'pump-1', attributes: { site: 'roof' } },
};

type Statement = Record<string, unknown>;
const allow = (more: Statement = {}) => ({ Effect: 'Allow', Action: 'iot:Publish', Resource: 'topic/*', ...more });
const deny = (more: Statement = {}) => ({ ...allow(more), Effect: 'Deny' });

function parse(...statements: Statement[]): PolicyDocument {
  const result = parsePolicyDocument(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  if (!result.ok) throw new Error(result.problem);
  return result.document;
}

const decide = (statements: Statement[], who: Partial<ConnectionIdentity> = {}, resource = 'topic/pump-1/telemetry') =>
  fillPolicies([parse(...statements)], connectionVariables({ ...WHO, ...who })).allows('iot:Publish', resource);

test('nothing is allowed by nothing, and Deny wins in either order and from any policy', () => {
  const variables = connectionVariables(WHO);

  expect(fillPolicies([], variables).allows('iot:Publish', 'topic/a')).toBe(false);
  expect(decide([allow()])).toBe(true);
  expect(decide([allow(), deny()])).toBe(false);
  expect(decide([deny(), allow()])).toBe(false);
  expect(fillPolicies([parse(allow()), parse(deny())], variables).allows('iot:Publish', 'topic/a')).toBe(false);
});

test('actions match without regard to case and with wildcards', () => {
  expect(decide([allow({ Action: 'IOT:publish' })])).toBe(true);
  expect(decide([allow({ Action: 'iot:*' })])).toBe(true);
  expect(decide([allow({ Action: ['iot:Subscribe', 'iot:Receive'] })])).toBe(false);
});

test('thing variables have a value only for an attached thing', () => {
  const own = [allow({ Resource: `topic/${thingName}/telemetry` })];
  const unattached = { thing: null };

  expect(decide(own)).toBe(true);
  expect(decide(own, unattached)).toBe(false);
  expect(decide(own, unattached, 'topic//telemetry')).toBe(false);
  expect(decide([allow({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } })], unattached)).toBe(
    false,
  );
  expect(decide([allow({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } } })])).toBe(true);
});

test('attributes are variables; what objects inherit is none', () => {
  const attribute = (name: string) => ['$', '{iot:Connection.Thing.Attributes[', name, ']}'].join('');

  expect(decide([allow({ Resource: `topic/${attribute('site')}` })], {}, 'topic/roof')).toBe(true);
  expect(decide([allow({ Resource: `topic/${attribute('constructor')}*` })], {}, 'topic/x')).toBe(false);
});

test.each([
  ['StringEquals', 'iot:ClientId', 'pump-1', true],
  ['StringEquals', 'iot:ClientId', 'pump-*', false],
  ['StringLike', 'iot:ClientId', 'pump-*', true],
  ['StringNotLike', 'iot:ClientId', 'pump-*', false],
  ['StringNotEquals', 'iot:ClientId', ['a', 'b'], true],
  ['StringNotEquals', 'iot:ClientId', ['a', 'pump-1'], false],
  ['StringEqualsIgnoreCase', 'iot:ClientId', 'PUMP-1', true],
  ['StringEquals', 'iot:ClientId', thingName, true],
  ['StringEquals', 'iot:Nothing', 'x', false],
  ['StringEqualsIfExists', 'iot:Nothing', 'x', true],
  ['StringNotEquals', 'iot:Nothing', 'x', true],
  ['Null', 'iot:Nothing', 'true', true],
  ['Null', 'iot:ClientId', 'true', false],
  ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '192.168.0.0/16'], true],
  ['IpAddress', 'aws:SourceIp', '192.168.1.21', false],
  ['NotIpAddress', 'aws:SourceIp', '10.0.0.0/8', true],
  ['IpAddress', 'aws:SourceIp', 'nonsense', false],
  ['NumericLessThan', 'iot:ClientId', '5', false],
])('%s of %s and %j is %j', (operator, key, wanted, expected) => {
  expect(decide([allow({ Condition: { [operator]: { [key]: wanted } } })])).toBe(expected);
});

test('all conditions must hold', () => {
  const Condition = {
    StringEquals: { 'iot:ClientId': 'pump-1' },
    Bool: { 'iot:Connection.Thing.IsAttached': 'false' },
  };

  expect(decide([allow({ Condition })])).toBe(false);
});

test('an operator that cannot be decided counts against access: no Allow, but every Deny', () => {
  const conditions = [{ operator: 'DateLessThan', key: 'aws:CurrentTime', wanted: ['2030-01-01T00:00:00Z'] }];
  const withUnknown = (statement: Statement): PolicyDocument => ({
    statements: parse(statement).statements.map((parsed) => ({ ...parsed, conditions })),
  });
  const allows = (...documents: PolicyDocument[]) =>
    fillPolicies(documents, connectionVariables(WHO)).allows('iot:Publish', 'topic/a');

  expect(allows(withUnknown(allow()))).toBe(false);
  expect(allows(parse(allow()), withUnknown(deny()))).toBe(false);
});

test('no more is allowed with a Deny added, and no less with an Allow added', () => {
  const resource = fc.constantFrom('topic/*', 'topic/a', 'topic/b', `topic/${thingName}`, '*');
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constant('iot:*'),
    Resource: resource,
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), resource, (statements, added) => {
      for (const topic of ['topic/a', 'topic/b', 'topic/pump-1', 'topic/c']) {
        const before = decide(statements, {}, topic);
        if (decide([...statements, deny({ Resource: added })], {}, topic)) expect(before).toBe(true);
        if (before) expect(decide([...statements, allow({ Resource: added })], {}, topic)).toBe(true);
      }
    }),
  );
});

test.each([
  ['not JSON', '{'],
  ['no object', '[]'],
  ['an unknown element', JSON.stringify({ Statement: [allow()], Statements: [] })],
  ['NotAction', JSON.stringify({ Statement: [{ Effect: 'Allow', NotAction: 'iot:Publish', Resource: '*' }] })],
  ['a wrong effect', JSON.stringify({ Statement: [allow({ Effect: 'allow' })] })],
  ['an action of another service', JSON.stringify({ Statement: [allow({ Action: 's3:GetObject' })] })],
  ['no resource', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iot:*' }] })],
  [
    'an operator that is not evaluated',
    JSON.stringify({ Statement: [allow({ Condition: { DateLessThan: { a: 'b' } } })] }),
  ],
  ['more than 2,048 bytes', JSON.stringify({ Statement: [allow({ Resource: 'x'.repeat(2048) })] })],
])('a document with %s is refused', (_what, text) => {
  expect(parsePolicyDocument(text)).toMatchObject({ ok: false });
});

test('whitespace does not count towards the limit', () => {
  expect(parsePolicyDocument(JSON.stringify({ Statement: [allow()] }, null, 200))).toMatchObject({ ok: true });
});
