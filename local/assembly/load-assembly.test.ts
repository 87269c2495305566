import { describe, expect, it } from 'vitest';
import { assetKey, nestedUrl, writeAssembly } from './assembly-fixture';
import { loadAssembly } from './load-assembly';
import type { Template } from './template';

const load = (root: Template, assets: { content: string; extension: string }[] = []) =>
  loadAssembly(writeAssembly(root, assets), { awsEndpoint: 'http://127.0.0.1:4701' });
const asAsset = (template: Template) => ({ content: JSON.stringify(template), extension: 'json' });

describe('loadAssembly', () => {
  it('resolves values across nested stacks, in both directions', () => {
    const consumer: Template = {
      Parameters: { QueueArn: { Type: 'String' }, Size: { Type: 'Number', Default: 5 } },
      Resources: {
        Parameter: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/arn', Type: 'String', Value: { Ref: 'QueueArn' }, Size: { Ref: 'Size' } },
        },
      },
    };
    const owner: Template = {
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'readings' } } },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    };

    const assembly = load(
      {
        Resources: {
          // Stands before the stack that it depends on.
          Consumer: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: {
              TemplateURL: nestedUrl(consumer),
              Parameters: { QueueArn: { 'Fn::GetAtt': ['Owner', 'Outputs.Arn'] } },
            },
          },
          Owner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: nestedUrl(owner) } },
        },
        Outputs: { queue: { Value: { 'Fn::GetAtt': ['Owner', 'Outputs.Arn'] } } },
      },
      [asAsset(consumer), asAsset(owner)],
    );

    const arn = 'arn:aws:sqs:eu-central-1:000000000000:readings';
    expect(assembly.ofType('AWS::SSM::Parameter')[0]?.properties).toEqual({
      Name: '/arn',
      Type: 'String',
      Value: arn,
      Size: 5,
    });
    expect(assembly.ofType('AWS::SQS::Queue')[0]).toMatchObject({
      logicalId: 'Queue',
      ref: 'http://127.0.0.1:4701/000000000000/readings',
      arn,
    });
    expect(assembly.outputs).toEqual({ queue: arn });
  });

  it('gives the same names whatever stands around a resource, and others in other stacks', () => {
    const queue: Template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };
    const inStack = (name: string, more: Template['Resources'] = {}) =>
      load(
        {
          Resources: {
            ...more,
            [name]: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: nestedUrl(queue) } },
          },
        },
        [asAsset(queue)],
      ).ofType('AWS::SQS::Queue')[0]?.arn;

    const before = inStack('Ingestion');

    expect(inStack('Ingestion', { Other: { Type: 'AWS::SNS::Topic' } })).toBe(before);
    expect(inStack('Commands')).not.toBe(before);
  });

  it('leaves out resources and outputs whose condition is false', () => {
    const assembly = load({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
      Outputs: { queue: { Value: { Ref: 'Queue' }, Condition: 'Never' } },
    });

    expect(assembly.resources).toEqual([]);
    expect(assembly.outputs).toEqual({});
  });

  it('finds assets by key, URI and URL, and refuses unknown ones by name', () => {
    const assembly = load({ Resources: {} }, [{ content: 'type Query', extension: 'graphql' }]);
    const key = assetKey('type Query', 'graphql');

    expect(assembly.assetText(key)).toBe('type Query');
    expect(assembly.assetText(`s3://assets-000000000000-eu-central-1/${key}`)).toBe('type Query');
    expect(assembly.assetPath(`https://s3.eu-central-1.amazonaws.com/assets/${key}`)).toContain(key);
    expect(() => assembly.assetText('nothing.js')).toThrow('nothing.js');
  });

  it('names what it cannot resolve', () => {
    const withValue = (Value: unknown) =>
      load({
        Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: { Value } }, Topic: { Type: 'AWS::SNS::Topic' } },
      }).ofType('AWS::IAM::Policy')[0]?.properties;

    expect(() => load({ Outputs: { x: { Value: { Ref: 'Nobody' } } } })).toThrow('Nobody');
    expect(() => withValue({ Ref: 'Topic' })).toThrow('AWS::SNS::Topic');
    expect(() =>
      load({
        Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
        Outputs: { x: { Value: { 'Fn::GetAtt': ['Queue', 'Colour'] } } },
      }),
    ).toThrow('"Colour" of AWS::SQS::Queue "Queue"');
  });

  it('refuses two resources with one ARN', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'same' } };

    expect(() => load({ Resources: { A: queue, B: queue } })).toThrow('A and B would both be');
  });

  it('refuses sections that it would have to ignore', () => {
    expect(() => load({ Mappings: {} } as Template)).toThrow('Mappings');
  });
});
