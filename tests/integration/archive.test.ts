// From a device through a rule into a bucket, and through a delivery stream: an assembly of rules, roles, a bucket and a
// stream in the real broker, rule engine, S3, Firehose and gateway, judged by the SDK's own clients.
import { rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAssembly } from '../../local/assembly/assembly-fixture';
import { checkSupported } from '../../local/assembly/check-supported';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { FIREHOSE_CLAIMS } from '../../local/firehose/claims';
import { startFirehose } from '../../local/firehose/start-firehose';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { GATEWAY_CLAIMS } from '../../local/gateway/claims';
import { startGateway } from '../../local/gateway/gateway';
import { createIamAuthority } from '../../local/gateway/iam-authority';
import { RULE_CLAIMS } from '../../local/rules/claims';
import { createRuleEngine } from '../../local/rules/rule-engine';
import { S3_CLAIMS } from '../../local/s3/claims';
import { startS3 } from '../../local/s3/start-s3';
import { ManualClock } from '../../local/settings/manual-clock';
import { eventually, newDataDirectory } from '../test-cloud';
import { OBSERVER_POLICY, startTestIot } from './iot-fixture';

const att = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const role = (service: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
  },
});
const may = (Action: string | string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const rule = (sql: string, action: object, errorAction?: object) => ({
  Type: 'AWS::IoT::TopicRule',
  Properties: {
    TopicRulePayload: { Sql: sql, AwsIotSqlVersion: '2016-03-23', Actions: [action], ErrorAction: errorAction },
  },
});
const toBucket = (Key: string) => ({ S3: { BucketName: { Ref: 'Archive' }, Key, RoleArn: att('RuleRole') } });

const template = {
  Resources: {
    Archive: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'archive' } },
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        DeliveryStreamName: 'telemetry',
        DeliveryStreamType: 'DirectPut',
        ExtendedS3DestinationConfiguration: {
          BucketARN: att('Archive'),
          RoleARN: att('DeliveryRole'),
          BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
          CompressionFormat: 'GZIP',
          Prefix: 'stream/!{timestamp:yyyy}/',
          ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/',
        },
      },
    },
    DeliveryRole: role('firehose.amazonaws.com', may('s3:PutObject', join(att('Archive'), '/stream/*'))),
    RuleRole: role(
      'iot.amazonaws.com',
      may('s3:PutObject', [join(att('Archive'), '/raw/*'), join(att('Archive'), '/failed/*')]),
      may(['firehose:PutRecord', 'firehose:PutRecordBatch'], att('Stream')),
    ),
    Producer: role('lambda.amazonaws.com', may('firehose:PutRecord', att('Stream'))),
    ToBucket: rule("SELECT temperature FROM '+/telemetry'", toBucket('raw/$' + '{topic(1)}/$' + '{traceid()}.json')),
    ToStream: rule("SELECT temperature, topic(1) AS device FROM '+/telemetry'", {
      Firehose: { DeliveryStreamName: { Ref: 'Stream' }, RoleArn: att('RuleRole'), Separator: '\n' },
    }),
    ToClosed: rule("SELECT * FROM 'closed'", toBucket('closed/a'), toBucket('failed/$' + '{topic()}')),
    Archiver: rule("SELECT * FROM 'lost'", toBucket('closed/b')),
  },
};

const directory = writeAssembly(template);
const dataDirectory = newDataDirectory();
const assembly = loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1:4701' });
const keys = openAccessKeys(dataDirectory, Date.now);
const authority = createIamAuthority(assembly, keys, Date.now);
const isRoleAllowed = (roleArn: string, action: string, resource: string) =>
  authority.isAllowed({ arn: roleArn, roleArn, accessKeyId: '', cognitoIdentityId: null }, action, resource);

/** The services that keep data, by a clock of their own, on the one folder. */
async function startServices(clock: ManualClock) {
  const s3 = await startS3({ assembly, dataDirectory, isAllowed: authority.isAllowed, nowMs: Date.now });
  const firehose = await startFirehose({
    assembly,
    dataDirectory,
    clock,
    objects: s3.objects,
    isRoleAllowed,
    onFailure: (_stream, _records, error) => {
      throw error;
    },
  });
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    portSetting: 'AWS_PORT',
    services: [...s3.services, ...firehose.services],
    routes: [],
    authority,
    allowedOrigins: [],
  });
  const client = { endpoint: gateway.url, region: 'eu-central-1', maxAttempts: 1 };
  const s3Client = new S3Client({ ...client, credentials: keys.administrator });
  const producer = keys.issueForRole(
    assembly.resources.find(({ logicalId }) => logicalId === 'Producer')?.arn ?? '',
    'p',
  );
  const clients = {
    s3: s3Client,
    firehose: new FirehoseClient({ ...client, credentials: keys.administrator }),
    producer: new FirehoseClient({ ...client, credentials: producer }),
  };
  const objects = async (Prefix: string) => {
    const { Contents = [] } = await s3Client.send(new ListObjectsV2Command({ Bucket: 'archive', Prefix }));
    return Promise.all(
      Contents.map(async ({ Key = '' }) => {
        const { Body } = await s3Client.send(new GetObjectCommand({ Bucket: 'archive', Key }));
        return { key: Key, content: Buffer.from((await Body?.transformToByteArray()) ?? []) };
      }),
    );
  };
  return {
    ...clients,
    objects,
    engine: createRuleEngine({
      assembly,
      queues: { send: () => Promise.reject(new Error('There is no queue here.')) },
      objects: s3.objects,
      records: firehose.records,
      isRoleAllowed,
    }),
    /** What the stream wrote, once there are as many objects, record by record. */
    async delivered(count: number) {
      const found = await eventually('the stream writes', async () => {
        const now = await objects('stream/');
        return now.length === count && now;
      });
      return found.map(({ key, content }) => ({ key, lines: gunzipSync(content).toString().split('\n') }));
    },
    async stop() {
      for (const each of Object.values(clients)) each.destroy();
      await gateway.stop();
      await firehose.stop();
    },
  };
}

const clock = new ManualClock(Date.parse('2026-03-04T05:06:07Z'));
let services: Awaited<ReturnType<typeof startServices>>;
let iot: Awaited<ReturnType<typeof startTestIot>>;
let device: MqttClient;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  checkSupported(assembly, [...S3_CLAIMS, ...FIREHOSE_CLAIMS, ...RULE_CLAIMS, ...GATEWAY_CLAIMS]);
  services = await startServices(clock);
  stops.push(() => services.stop());
  iot = await startTestIot(dataDirectory, {
    policies: { Observer: OBSERVER_POLICY },
    onPublish: services.engine.onMessage,
  });
  stops.push(() => iot.stop());
  device = await iot.connect(await iot.addDevice('esp32-1', 'Observer'));
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  for (const folder of [dataDirectory, directory]) rmSync(folder, { recursive: true, force: true });
});

const publish = (topic: string, payload: object) => device.publishAsync(topic, JSON.stringify(payload), { qos: 1 });

it('a message that was acknowledged is an object of its own, and a line of the stream', async () => {
  await publish('esp32-1/telemetry', { temperature: 21, battery: 80 });
  const raw = await services.objects('raw/');
  expect(raw.map(({ content }) => String(content))).toEqual(['{"temperature":21}']);
  expect(raw[0]?.key).toMatch(/^raw\/esp32-1\/[0-9a-f-]{36}\.json$/);

  await publish('esp32-2/telemetry', { temperature: 22 });
  expect(await services.objects('stream/')).toEqual([]);
  clock.advance(60_000);
  const [object] = await services.delivered(1);
  expect(object?.key).toMatch(/^stream\/2026\/telemetry-1-2026-03-04-05-06-07-[0-9a-f-]{36}\.gz$/);
  expect(object?.lines).toEqual(['{"temperature":21,"device":"esp32-1"}', '{"temperature":22,"device":"esp32-2"}', '']);
});

it('what a rule may not put goes to its error action; without one the message is not acknowledged', async () => {
  await publish('closed', { a: 1 });
  const [failed] = await services.objects('failed/');
  expect(failed?.key).toBe('failed/closed');
  expect(JSON.parse(String(failed?.content))).toMatchObject({
    topic: 'closed',
    clientId: 'esp32-1',
    base64OriginalPayload: Buffer.from('{"a":1}').toString('base64'),
    failures: [
      {
        failedAction: 'S3Action',
        failedResource: 'archive',
        errorMessage: expect.stringContaining(
          'not authorized to perform s3:PutObject on arn:aws:s3:::archive/closed/a',
        ),
      },
    ],
  });
  const seen = iot.messages.find(({ topic }) => topic === 'closed');
  expect(seen).toBeDefined();
  if (seen) await expect(services.engine.onMessage({ ...seen, topic: 'lost' })).rejects.toThrow('closed/b');
  expect(await services.objects('closed/')).toEqual([]);
});

describe('Firehose itself', () => {
  const DeliveryStreamName = 'telemetry';
  const Data = (text: string) => ({ Data: Buffer.from(text) });
  const kib = (count: number) => ({ Data: Buffer.alloc(count * 1024, 'x') });

  it('keeps what it acknowledged when it is killed', async () => {
    const single = await services.producer.send(new PutRecordCommand({ DeliveryStreamName, Record: Data('1\n') }));
    const batch = await services.firehose.send(
      new PutRecordBatchCommand({ DeliveryStreamName, Records: [Data('2\n'), Data('3')] }),
    );
    expect(single.RecordId).toBeDefined();
    expect(batch).toMatchObject({ FailedPutCount: 0, RequestResponses: [{ RecordId: expect.any(String) }, {}] });

    // The one before is never told to stop, and its time stands still.
    const next = await startServices(new ManualClock(clock.now() + 60_000));
    stops.push(() => next.stop());
    const lines = (await next.delivered(2)).map((object) => object.lines);
    expect(lines).toContainEqual(['1', '2', '3']);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'what a role lacks',
      () => services.producer.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: [kib(1)] })),
      'AccessDeniedException',
    ],
    [
      'an unknown stream',
      () => services.firehose.send(new PutRecordCommand({ DeliveryStreamName: 'other', Record: kib(1) })),
      'ResourceNotFoundException',
    ],
    [
      'a record above 1,000 KiB',
      () => services.firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: kib(1001) })),
      'ValidationException',
    ],
    [
      'more than 500 records',
      () =>
        services.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: Array(501).fill(Data('')) })),
      'ValidationException',
    ],
    [
      'more than 4 MiB',
      () => services.firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: Array(5).fill(kib(900)) })),
      'InvalidArgumentException',
    ],
    [
      'another operation',
      () => services.firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName })),
      'UnknownOperationException',
    ],
  ])('refuses %s', async (_what, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });
});
