// What the local buckets stand for. A property that is in neither list stops the start.
import type { ResourceClaim } from '../assembly/resource-claim';

/** The claims of this folder. Versions, lifecycles, notifications, replication and access lists are not among them. */
export const S3_CLAIMS: readonly ResourceClaim[] = [
  {
    type: 'AWS::S3::Bucket',
    properties: ['BucketName'],
    ignored: {
      BucketEncryption: 'Encryption at rest is the business of the disk that the data lies on.',
      OwnershipControls: 'Access lists are refused here, so nobody but the account owns an object.',
      PublicAccessBlockConfiguration: 'Nothing here is public: every request needs a signature.',
    },
  },
];
