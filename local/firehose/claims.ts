// What the local delivery streams stand for. A property that is in neither list stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

/** The claims of this folder: direct puts to a bucket. Other sources and destinations are not among them. */
export const FIREHOSE_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    properties: [
      'DeliveryStreamName',
      'DeliveryStreamType',
      'ExtendedS3DestinationConfiguration',
      'S3DestinationConfiguration',
    ],
    ignored: {
      DeliveryStreamEncryptionConfigurationInput:
        'Encryption at rest is the business of the disk that the data lies on.',
    },
  },
];

/** What a destination may say; a property that is not here stops the start. */
export const DESTINATION_PROPERTIES = [
  'BucketARN',
  'BufferingHints',
  'CompressionFormat',
  'ErrorOutputPrefix',
  'Prefix',
  'RoleARN',
  // Failures are told in the cloud's own log.
  'CloudWatchLoggingOptions',
  // Encryption at rest is the business of the disk that the data lies on.
  'EncryptionConfiguration',
] as const;
