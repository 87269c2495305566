import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from './evaluate-policies';
import { matchesPattern, parsePattern } from './match-pattern';
import { parsePolicy } from './parse-policy';

const QUEUE = 'arn:aws:sqs:eu-central-1:000000000000:readings';
const SUB = '$' + '{cognito-identity.amazonaws.com:sub}';
const policy = (statements: object[]) => parsePolicy({ Version: '2012-10-17', Statement: statements }, 'test');
const decide = (statements: object[], action: string, resource: string, context: [string, string][] = []) =>
  evaluatePolicies(policy(statements), { action, resource, context: new Map(context) });

describe('evaluatePolicies', () => {
  it.each<[string, object, boolean]>([
    ['the action and resource', { Action: 'sqs:SendMessage', Resource: QUEUE }, true],
    ['lists', { Action: ['a:B', 'sqs:SendMessage'], Resource: ['arn:aws:sqs:::x', QUEUE] }, true],
    ['another case of the action', { Action: 'SQS:sendmessage', Resource: QUEUE }, true],
    [
      'another case of the resource',
      { Action: 'sqs:SendMessage', Resource: QUEUE.replace('readings', 'Readings') },
      false,
    ],
    ['every action', { Action: '*', Resource: '*' }, true],
    ['wildcards', { Action: 'sqs:Send*', Resource: 'arn:aws:sqs:*:0000000000??:read*' }, true],
    ['another action', { Action: 'sqs:ReceiveMessage', Resource: QUEUE }, false],
    ['the start of the action', { Action: 'sqs:Send', Resource: QUEUE }, false],
    ['another resource', { Action: 'sqs:SendMessage', Resource: `${QUEUE}-2` }, false],
    ['all other actions', { NotAction: 'sqs:ReceiveMessage', Resource: QUEUE }, true],
    ['all actions but this', { NotAction: ['sqs:Send*'], Resource: QUEUE }, false],
    ['all other resources', { Action: 'sqs:*', NotResource: `${QUEUE}-2` }, true],
    ['all resources but this', { Action: 'sqs:*', NotResource: QUEUE }, false],
  ])('with an Allow of %s', (_, statement, allowed) => {
    const decision = decide([{ Effect: 'Allow', ...statement }], 'sqs:SendMessage', QUEUE);

    expect(decision).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  const allow = {
    Effect: 'Allow',
    Action: 'iot:Connect',
    Resource: `arn:aws:iot:eu-central-1:000000000000:client/${SUB}`,
  };
  const client = (id: string) => `arn:aws:iot:eu-central-1:000000000000:client/${id}`;
  it.each<[string, string, [string, string][], boolean]>([
    ['its own value', 'eu-central-1:one', [['cognito-identity.amazonaws.com:sub', 'eu-central-1:one']], true],
    ["somebody else's", 'eu-central-1:two', [['cognito-identity.amazonaws.com:sub', 'eu-central-1:one']], false],
    ['a wildcard as value', 'eu-central-1:two', [['cognito-identity.amazonaws.com:sub', '*']], false],
    ['no value', '', [], false],
  ])('replaces a policy variable by %s', (_, id, context, allowed) => {
    expect(decide([allow], 'iot:Connect', client(id), context)).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  const arn: [string, string][] = [['aws:PrincipalArn', 'arn:aws:iam::000000000000:role/One']];
  it.each<[object, [string, string][], boolean]>([
    [{ ArnLike: { 'aws:PrincipalArn': '*role/O*' } }, arn, true],
    [{ StringEquals: { 'aws:PrincipalArn': '*role/O*' } }, arn, false],
    [{ StringNotLike: { 'aws:PrincipalArn': '*role/O*' } }, arn, false],
    [{ StringLike: { 'aws:PrincipalArn': ['x', '*One'] } }, arn, true],
    [{ StringLike: { 'aws:PrincipalArn': '*' } }, [], false],
    [{ StringNotEquals: { 'aws:PrincipalArn': 'x' } }, [], true],
    [{ Bool: { 'aws:SecureTransport': 'True' } }, [['aws:SecureTransport', 'true']], true],
    [{ Bool: { 'aws:SecureTransport': false } }, [['aws:SecureTransport', 'true']], false],
    [{ ArnLike: { 'aws:PrincipalArn': '*One' }, Bool: { 'aws:SecureTransport': 'true' } }, arn, false],
  ])('with the condition %j on %j: %s', (Condition, context, allowed) => {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition };

    expect(decide([statement], 'a:B', '*', context)).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constantFrom('a:*', 'a:Get', 'a:G?t', 'b:Put', '*'),
    Resource: fc.constantFrom('*', 'arn:aws:a:::x', 'arn:aws:a:::x/*', 'arn:aws:b:::?'),
  });
  const question = fc.tuple(
    fc.constantFrom('a:Get', 'b:Put'),
    fc.constantFrom('arn:aws:a:::x', 'arn:aws:a:::x/y', '*'),
  );

  it('never allows more with one more Deny, nor less with one more Allow', () => {
    fc.assert(
      fc.property(fc.array(statement), statement, fc.nat(), question, (statements, added, at, [action, resource]) => {
        const before = decide(statements, action, resource);
        const after = decide(statements.toSpliced(at % (statements.length + 1), 0, added), action, resource);

        if (added.Effect === 'Deny' && after === 'allowed') expect(before).toBe('allowed');
        if (added.Effect === 'Allow' && before === 'allowed') expect(after).toBe('allowed');
        if (before === 'explicitDeny') expect(after).toBe('explicitDeny');
      }),
    );
  });
});

describe('matchesPattern', () => {
  it('agrees with a regular expression', () => {
    const pieces = fc.array(fc.constantFrom('a', 'b', '*', '?', '.'), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.stringMatching(/^[ab.]{0,10}$/), (pattern, value) => {
        const expression = pattern.map((p) => (p === '*' ? '.*' : p === '?' ? '.' : `[${p}]`)).join('');

        expect(matchesPattern(parsePattern(pattern.join('')), value)).toBe(new RegExp(`^${expression}$`).test(value));
      }),
    );
  });

  it('takes escaped wildcards as themselves', () => {
    const pattern = parsePattern(['a', '{*}', '{?}', '{$}'].join('$'));

    expect(matchesPattern(pattern, 'a*?$')).toBe(true);
    expect(matchesPattern(pattern, 'abc$')).toBe(false);
  });

  it('is not slowed down by many wildcards', () => {
    expect(matchesPattern(parsePattern(`${'*a'.repeat(50)}b`), 'a'.repeat(5_000))).toBe(false);
  });
});

describe('parsePolicy', () => {
  const base = { Effect: 'Allow', Action: 'a:B', Resource: '*' };
  it.each<[string, object]>([
    ['DateLessThan', { ...base, Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01' } } }],
    ['ForAnyValue:StringLike', { ...base, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalArn': 'x' } } }],
    ['aws:SourceIp', { ...base, Condition: { StringEquals: { 'aws:SourceIp': '1.2.3.4' } } }],
    ['Principal', { ...base, Principal: '*' }],
    ['aws:username', { ...base, Resource: `arn:aws:s3:::${'$'}{aws:username}` }],
    ['is not an ARN', { ...base, Resource: 'readings' }],
    ['either Action or NotAction', { ...base, NotAction: 'a:C' }],
    ['either Resource or NotResource', { Effect: 'Allow', Action: 'a:B' }],
    ['neither Allow nor Deny', { ...base, Effect: 'allow' }],
  ])('refuses what it could not enforce: %s', (problem, statement) => {
    expect(() => policy([statement])).toThrow(problem);
  });
});
