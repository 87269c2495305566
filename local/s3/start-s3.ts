// Opens every bucket of the assembly on disk.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import type { AwsService, IamPrincipal } from '../gateway/aws-service';
import type { ObjectWriter } from '../settings/ports';
import { Bucket } from './bucket';
import { declaredBuckets } from './declared-buckets';
import { checkKey, noSuchBucket } from './object-call';
import { createS3Service } from './s3-service';

// "Bucket names must be between 3 (min) and 63 (max) characters long", of these (S3 User Guide, naming rules). A name is a
// folder here.
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** A bucket of the template has a name that S3 would refuse. */
export class InvalidBucketNameError extends Error {
  override name = 'InvalidBucketNameError';
  constructor(bucketName: string) {
    super(`S3 would refuse the bucket name ${JSON.stringify(bucketName)}.`);
  }

  /** What a developer can do about it. */
  readonly resolution = 'Take 3 to 63 lower-case letters, digits, hyphens and dots, or leave BucketName out.';
}

/** The running buckets. */
export interface LocalS3 {
  /** For the gateway; empty without a bucket. */
  services: AwsService[];
  objects: ObjectWriter;
}

/**
 * Opens the buckets below `<dataDirectory>/s3`, with the objects that an earlier process left there. `isAllowed` evaluates
 * a caller's policies. Throws InvalidBucketNameError, and an Error that names a file that is no object. There is nothing to
 * stop: what was answered is on disk.
 */
export async function startS3(options: {
  assembly: Assembly;
  dataDirectory: string;
  isAllowed(principal: IamPrincipal, action: string, resource: string): boolean;
  nowMs: () => number;
}): Promise<LocalS3> {
  const { assembly, dataDirectory, isAllowed, nowMs } = options;
  const buckets = new Map<string, Bucket>();
  for (const { ref: name, arn } of declaredBuckets(assembly)) {
    if (!BUCKET_NAME.test(name)) throw new InvalidBucketNameError(name);
    buckets.set(name, await Bucket.open(name, arn, join(dataDirectory, 's3', name)));
  }
  return {
    services: buckets.size === 0 ? [] : [createS3Service(buckets, nowMs, isAllowed)],
    objects: {
      async put(bucketName, key, content) {
        const bucket = buckets.get(bucketName);
        if (!bucket) throw noSuchBucket();
        checkKey(key);
        await bucket.put(key, content, {}, nowMs());
      },
    },
  };
}
