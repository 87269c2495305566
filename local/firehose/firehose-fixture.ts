// Delivery streams into a real bucket, for tests: resources, and both services on one folder.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { startS3 } from '../s3/start-s3';
import type { Clock } from '../settings/clock';
import { assemblyOf } from '../sqs/queue-fixture';
import { startFirehose } from './start-firehose';

export const STREAM_ARN = 'arn:aws:firehose:eu-central-1:000000000000:deliverystream/archive';
export const BUCKET_ARN = 'arn:aws:s3:::archive';
export const ROLE_ARN = 'arn:aws:iam::000000000000:role/delivery';

/** A bucket, a role that Firehose may assume, and the stream `archive` with these properties. */
export function archiveAssembly(
  destination: Record<string, unknown> = {},
  properties: Record<string, unknown> = {},
  principal = 'firehose.amazonaws.com',
  name = 'archive',
): Assembly {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: principal } };
  const resources: AssemblyResource[] = [
    { logicalId: 'Bucket', type: 'AWS::S3::Bucket', properties: {}, ref: 'archive', arn: BUCKET_ARN },
    {
      logicalId: 'Role',
      type: 'AWS::IAM::Role',
      properties: { AssumeRolePolicyDocument: { Statement: [trust] } },
      ref: 'delivery',
      arn: ROLE_ARN,
    },
    {
      logicalId: 'Stream',
      type: 'AWS::KinesisFirehose::DeliveryStream',
      properties: {
        ExtendedS3DestinationConfiguration: { BucketARN: BUCKET_ARN, RoleARN: ROLE_ARN, ...destination },
        ...properties,
      },
      ref: name,
      arn: STREAM_ARN,
    },
  ];
  return assemblyOf('', resources);
}

/** Starts both services. `objects` reads what is in the bucket; `failures` are those that were told. */
export async function startArchive(options: {
  assembly: Assembly;
  dataDirectory: string;
  clock: Clock;
  isRoleAllowed?: (roleArn: string, action: string, resource: string) => boolean;
}) {
  const { assembly, dataDirectory, clock, isRoleAllowed = () => true } = options;
  const failures: string[] = [];
  const s3 = await startS3({ assembly, dataDirectory, isAllowed: () => true, nowMs: () => clock.now() });
  const firehose = await startFirehose({
    assembly,
    dataDirectory,
    clock,
    objects: s3.objects,
    isRoleAllowed,
    onFailure: (_stream, records, error) =>
      failures.push(`${records}: ${error instanceof Error ? error.message : error}`),
  });
  const get = async (path: string, query: Record<string, string> = {}) => {
    const request = { method: 'GET', path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0) };
    const answer = await s3.services[0]?.handle({ ...request, operation: '', principal: null });
    return Buffer.from(answer?.body ?? '');
  };
  return {
    ...firehose,
    failures,
    put: (...texts: string[]) =>
      firehose.records.put(
        'archive',
        texts.map((text) => Buffer.from(text)),
      ),
    /** Keys and contents, in the order of the keys. */
    async objects(): Promise<{ key: string; content: Buffer }[]> {
      const xml = String(await get('/archive', { 'list-type': '2' }));
      const keys = [...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key);
      return Promise.all(keys.map(async (key) => ({ key, content: await get(`/archive/${key}`) })));
    },
  };
}
