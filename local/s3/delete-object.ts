// DeleteObject.
import type { AwsResponse } from '../gateway/aws-service';
import type { ObjectCall } from './object-call';

/** Deletes the object; 204 whether or not there was one, as S3 documents it. */
export async function deleteObject({ bucket, key }: ObjectCall): Promise<AwsResponse> {
  await bucket.delete(key);
  return { status: 204, body: '' };
}
