// What the local queues stand for. A property that is in neither list stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

/** The claims of this folder. FIFO queues are not among them. */
export const SQS_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::SQS::Queue',
    properties: [
      'QueueName',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'DelaySeconds',
      'MaximumMessageSize',
      'ReceiveMessageWaitTimeSeconds',
      'RedrivePolicy',
    ],
    ignored: {
      SqsManagedSseEnabled: 'Encryption at rest is the business of the disk that the data lies on.',
      KmsMasterKeyId: 'Encryption at rest is the business of the disk that the data lies on.',
      KmsDataKeyReusePeriodSeconds: 'Encryption at rest is the business of the disk that the data lies on.',
    },
  },
];
