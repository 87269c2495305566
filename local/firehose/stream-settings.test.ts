import { expect, it } from 'vitest';
import { archiveAssembly, BUCKET_ARN, ROLE_ARN } from './firehose-fixture';
import { StreamRefusedError } from './stream-refused-error';
import { streamSettings } from './stream-settings';

it('takes the defaults of the service, and what is named only to be off', () => {
  const off = { S3BackupMode: 'Disabled', ProcessingConfiguration: { Enabled: false } };
  expect(streamSettings(archiveAssembly(off))).toMatchObject([
    {
      name: 'archive',
      bucketName: 'archive',
      bufferBytes: 5 * 1024 ** 2,
      bufferMs: 300_000,
      compression: 'UNCOMPRESSED',
    },
  ]);
  const plain = {
    ExtendedS3DestinationConfiguration: undefined,
    S3DestinationConfiguration: { BucketARN: BUCKET_ARN, RoleARN: ROLE_ARN },
  };
  expect(streamSettings(archiveAssembly({}, plain))).toHaveLength(1);
});

it.each<[string, ...Parameters<typeof archiveAssembly>]>([
  ['KinesisStreamAsSource', {}, { DeliveryStreamType: 'KinesisStreamAsSource' }],
  ['one S3 destination', {}, { ExtendedS3DestinationConfiguration: undefined }],
  ['one S3 destination', {}, { S3DestinationConfiguration: {} }],
  ['ProcessingConfiguration', { ProcessingConfiguration: { Enabled: true } }],
  ['S3BackupMode', { S3BackupMode: 'Enabled' }],
  ['CustomTimeZone', { CustomTimeZone: 'Asia/Tokyo' }],
  ['Snappy', { CompressionFormat: 'Snappy' }],
  ['SizeInMBs', { BufferingHints: { SizeInMBs: 129 } }],
  ['IntervalInSeconds', { BufferingHints: { IntervalInSeconds: 901 } }],
  ['"YYYY"', { Prefix: '!{timestamp:YYYY}', ErrorOutputPrefix: 'errors/' }],
  ["none of the backend's", { BucketARN: 'arn:aws:s3:::other' }],
  ['does not trust firehose.amazonaws.com', { RoleARN: 'arn:aws:iam::000000000000:role/other' }],
  ['its name', {}, {}, undefined, '..'],
  ['does not trust firehose.amazonaws.com', {}, {}, 'iot.amazonaws.com'],
])('refuses by name: %s', (problem, ...assembly) => {
  expect(() => streamSettings(archiveAssembly(...assembly))).toThrow(StreamRefusedError);
  expect(() => streamSettings(archiveAssembly(...assembly))).toThrow(problem);
});
