import { describe, expect, it } from 'vitest';
import { writeAssembly } from './assembly-fixture';
import { checkSupported, UnsupportedResourceError } from './check-supported';
import { loadAssembly } from './load-assembly';
import type { Template } from './template';

const CLAIMS = [
  { type: 'AWS::SQS::Queue', properties: ['QueueName'], ignored: { SqsManagedSseEnabled: 'Nothing is encrypted.' } },
  { type: 'AWS::SQS::Queue', properties: ['VisibilityTimeout'] },
];
const check = (Resources: Template['Resources']) =>
  checkSupported(loadAssembly(writeAssembly({ Resources }), { awsEndpoint: 'http://127.0.0.1:4701' }), CLAIMS);
const policy = (statement: object) => ({
  Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { Statement: [statement] } } },
});

describe('checkSupported', () => {
  it('takes claimed properties of several services, ignored ones and labels', () => {
    const Properties = { QueueName: 'a', VisibilityTimeout: 3, SqsManagedSseEnabled: true, Tags: [] };

    expect(() => check({ Queue: { Type: 'AWS::SQS::Queue', Properties } })).not.toThrow();
  });

  it('names a property that nobody honours', () => {
    const Properties = { FifoQueue: true };

    expect(() => check({ Queue: { Type: 'AWS::SQS::Queue', Properties } })).toThrow(
      new UnsupportedResourceError('Queue', 'AWS::SQS::Queue', 'FifoQueue'),
    );
  });

  it('names a type that nobody claims, without asking for its names', () => {
    expect(() => check({ Topic: { Type: 'AWS::SNS::Topic' } })).toThrow('AWS::SNS::Topic (Topic)');
  });

  it('leaves out what only serves the deployment, and no more of the same type', () => {
    const tls = { Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

    expect(() => check({ Logs: { Type: 'AWS::Logs::LogGroup' } })).not.toThrow();
    expect(() => check(policy(tls))).not.toThrow();
    expect(() => check(policy({ Effect: 'Allow', Action: 'sqs:*' }))).toThrow('AWS::SQS::QueuePolicy');
    expect(() => check({ Archive: { Type: 'AWS::S3::Bucket' } })).toThrow('AWS::S3::Bucket (Archive)');
    expect(() => check({ Worker: { Type: 'AWS::Lambda::Function' } })).toThrow('AWS::Lambda::Function (Worker)');
  });
});
