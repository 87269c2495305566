// What an operation of S3 is given, and what it may refuse.
import { AwsError, type AwsRequest } from '../gateway/aws-service';
import type { Bucket } from './bucket';

/** A request to a bucket that exists. */
export interface ObjectCall {
  bucket: Bucket;
  /** Empty when the request is about the bucket itself. */
  key: string;
  request: AwsRequest;
  nowMs: number;
  /** Whether the caller may list the bucket. */
  mayList(): boolean;
}

// Object key names: "up to 1,024 bytes" (S3 User Guide, "Naming Amazon S3 objects").
const LONGEST_KEY_BYTES = 1024;

/** Throws AwsError KeyTooLongError. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= LONGEST_KEY_BYTES) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long.');
}

/** The answer to an object that is not there: who may not list is not told (S3 API reference, GetObject). */
export function noSuchKey({ request, bucket, mayList }: ObjectCall): AwsError {
  if (mayList()) return new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return new AwsError(
    'AccessDenied',
    `User: ${request.principal?.arn} is not authorized to perform: s3:ListBucket on resource: ${bucket.arn}`,
    403,
  );
}

export function noSuchBucket(): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist.', 404);
}

/** The answer to a header, parameter or operation that S3 has and the local one lacks; `what` names it. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `The local S3 does not support ${what}.`, 501);
}
