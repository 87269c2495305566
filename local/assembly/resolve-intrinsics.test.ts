import { describe, expect, it } from 'vitest';
import { evaluateCondition } from './evaluate-condition';
import { type IntrinsicScope, resolveIntrinsics, UnresolvableError } from './resolve-intrinsics';

const scope: IntrinsicScope = {
  stackPath: 'data',
  ref(name) {
    if (name === 'Queue') return 'http://endpoint/queue';
    throw new UnresolvableError(`Nothing here is called "${name}"`, 'data');
  },
  getAtt: (logicalId, attribute) => `${logicalId}!${attribute}`,
  condition: (name) => name === 'Yes',
};
const resolved = (value: unknown) => resolveIntrinsics(value, scope);
/** Writes `<name>` as a template writes a variable. */
const variables = (text: string) => text.replaceAll('<', '$' + '{').replaceAll('>', '}');

describe('resolveIntrinsics', () => {
  it.each([
    [{ Ref: 'AWS::Region' }, 'eu-central-1'],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'Queue' }, 'http://endpoint/queue'],
    [{ 'Fn::GetAtt': ['Stack', 'Outputs.X'] }, 'Stack!Outputs.X'],
    [{ 'Fn::GetAtt': 'Stack.Outputs.X' }, 'Stack!Outputs.X'],
    [{ 'Fn::Join': ['-', ['a', 1, { Ref: 'AWS::Partition' }]] }, 'a-1-aws'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::Select': ['0', ['x']] }, 'x'],
    [
      { 'Fn::Sub': variables('in <AWS::Region>, <!Not> and <Role.Arn>') },
      variables('in eu-central-1, <Not> and Role!Arn'),
    ],
    [{ 'Fn::Sub': [variables('<name>-<Queue>'), { name: { Ref: 'AWS::Partition' } }] }, 'aws-http://endpoint/queue'],
    [{ 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    [{ 'Fn::If': ['No', 'then', 'else'] }, 'else'],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [{ kept: 1, gone: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    [[{ Ref: 'AWS::NoValue' }, 1], [1]],
    [variables('arn:<iot:Connection.Thing.ThingName>'), variables('arn:<iot:Connection.Thing.ThingName>')],
  ])('resolves %j', (expression, value) => {
    expect(resolved(expression)).toEqual(value);
  });

  it.each([
    [{ 'Fn::FindInMap': ['a', 'b', 'c'] }, 'Fn::FindInMap'],
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
    [{ Ref: 'AWS::StackId' }, 'AWS::StackId'],
    [{ Ref: 'Nobody' }, 'Nobody'],
    [{ Ref: 'Queue', other: 1 }, 'beside other keys'],
    [{ 'Fn::Select': [3, ['x']] }, 'outside its list'],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }, 'needs a text'],
  ])('refuses %j, naming it', (expression, name) => {
    expect(() => resolved(expression)).toThrow(name);
    expect(() => resolved(expression)).toThrow('stack data');
  });
});

describe('evaluateCondition', () => {
  it.each([
    [{ 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] }, true],
    [{ 'Fn::Equals': ['a', 'b'] }, false],
    [{ 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
  ])('decides %j', (condition, value) => {
    expect(evaluateCondition(condition, scope)).toBe(value);
  });

  it('refuses what it does not know', () => {
    expect(() => evaluateCondition({ 'Fn::Contains': [['a'], 'a'] }, scope)).toThrow('Fn::Contains');
  });
});
