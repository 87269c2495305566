// The buckets that the local S3 keeps.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { deploymentOnlyReason } from '../assembly/deployment-only';

/** Returns the backend's own buckets, without those that only AWS's deployment needs. */
export function declaredBuckets(assembly: Assembly): AssemblyResource[] {
  return assembly.ofType('AWS::S3::Bucket').filter((bucket) => deploymentOnlyReason(bucket) === null);
}
