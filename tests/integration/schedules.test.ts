// What a template may have besides what this backend's has, in the whole cloud: a schedule that invokes the real function,
// and a rule that archives by way of a delivery stream.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { ManualClock } from '../../local/settings/manual-clock';
import type { StackResources } from '../edit-assembly';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const clock = new ManualClock(Date.parse('2025-10-09T09:00:30Z'));
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({ scheduleClock: clock, edit: addResources });
});
afterAll(() => cloud?.stop());

function addResources(resources: StackResources): void {
  addSchedule(resources);
  if ('DeviceTelemetryRule' in resources) addArchive(resources);
}

function addArchive(resources: StackResources): void {
  const att = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
  const role = (service: string, Action: string, Resource: unknown) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
      },
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] },
        },
      ],
    },
  });
  resources.Archive = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'archive' } };
  resources.Stream = {
    Type: 'AWS::KinesisFirehose::DeliveryStream',
    Properties: {
      DeliveryStreamName: 'stream',
      S3DestinationConfiguration: {
        BucketARN: att('Archive'),
        RoleARN: att('DeliveryRole'),
        BufferingHints: { IntervalInSeconds: 0 },
        Prefix: 'stream/',
      },
    },
  };
  resources.DeliveryRole = role('firehose.amazonaws.com', 's3:PutObject', { 'Fn::Sub': '$' + '{Archive.Arn}/*' });
  resources.ArchiveRole = role('iot.amazonaws.com', 'firehose:PutRecord', att('Stream'));
  resources.ArchiveRule = {
    Type: 'AWS::IoT::TopicRule',
    Properties: {
      TopicRulePayload: {
        Sql: "SELECT * FROM 'archived'",
        AwsIotSqlVersion: '2016-03-23',
        Actions: [{ Firehose: { DeliveryStreamName: { Ref: 'Stream' }, RoleArn: att('ArchiveRole') } }],
      },
    },
  };
}

// An empty batch: core-status counts what it received, and nothing else happens.
function addSchedule(resources: StackResources): void {
  const [found] = Object.entries(resources).filter(
    ([, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function' &&
      Properties.Tags?.some(
        ({ Key, Value }: { Key: string; Value: string }) => Key === 'amplify:friendly-name' && Value === 'core-status',
      ),
  );
  if (!found) return;
  const arn = { 'Fn::GetAtt': [found[0], 'Arn'] };
  resources.EveryMinute = {
    Type: 'AWS::Events::Rule',
    Properties: {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: arn, Id: 'Target0', Input: '{"Records":[]}' }],
    },
  };
  resources.EveryMinutePermission = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn,
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['EveryMinute', 'Arn'] },
    },
  };
}

const runs = async () => {
  const log = await readFile(join(cloud.dataDirectory, 'logs', 'core-status.log'), 'utf8').catch(() => '');
  return log.split('\n').filter((line) => line.includes('"received":0')).length;
};

it('runs the function at each full minute', async () => {
  expect(await runs()).toBe(0);
  clock.advance(30_000);
  await eventually('the first run is in the log', async () => (await runs()) === 1);
  clock.advance(60_000);
  await eventually('the second run is in the log', async () => (await runs()) === 2);
});

it('archives what a rule sends to a delivery stream', async () => {
  const credentials = openAccessKeys(cloud.dataDirectory, Date.now).administrator;
  const options = { endpoint: cloud.awsEndpoint, region: 'eu-central-1', credentials };
  const [publisher, s3] = [new IoTDataPlaneClient(options), new S3Client(options)];

  await publisher.send(new PublishCommand({ topic: 'archived', qos: 1, payload: Buffer.from('{"a":1}') }));

  const [object] = await eventually('the object is there', async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'archive' }));
    return Contents;
  });
  expect(object).toMatchObject({ Key: expect.stringMatching(/^stream\/\d{4}\/.*\/stream-1-/), Size: 7 });
  publisher.destroy();
  s3.destroy();
});
