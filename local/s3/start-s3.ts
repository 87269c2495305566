// Opens every bucket of the assembly on disk.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import { deploymentOnlyReason } from '../assembly/deployment-only';
import type { AwsService, IamPrincipal } from '../gateway/aws-service';
import type { ObjectWriter } from '../settings/ports';
import { Bucket } from './bucket';
import { checkKey, noSuchBucket } from './object-call';
import { createS3Service } from './s3-service';

/** The running buckets. */
export interface LocalS3 {
  /** For the gateway; empty without a bucket. */
  services: AwsService[];
  objects: ObjectWriter;
}

/**
 * Opens the buckets below `<dataDirectory>/s3`, with the objects that an earlier process left there. `isAllowed` evaluates
 * a caller's policies. There is nothing to stop: what was answered is on disk.
 */
export async function startS3(options: {
  assembly: Assembly;
  dataDirectory: string;
  isAllowed(principal: IamPrincipal, action: string, resource: string): boolean;
  nowMs: () => number;
}): Promise<LocalS3> {
  const { assembly, dataDirectory, isAllowed, nowMs } = options;
  const declared = assembly.ofType('AWS::S3::Bucket').filter((resource) => deploymentOnlyReason(resource) === null);
  const buckets = new Map<string, Bucket>();
  for (const { ref: name, arn } of declared) {
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
