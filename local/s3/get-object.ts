// GetObject and HeadObject.
import type { AwsResponse } from '../gateway/aws-service';
import type { ObjectHead } from './bucket';
import { noSuchKey, type ObjectCall } from './object-call';

/** Returns the object. Throws AwsError NoSuchKey, or AccessDenied to who may not list the bucket. */
export async function getObject(call: ObjectCall): Promise<AwsResponse> {
  const found = await call.bucket.read(call.key);
  if (!found) throw noSuchKey(call);
  return { status: 200, headers: headersOf(found.head, call), body: found.content };
}

/** Returns what getObject would, without the content. */
export async function headObject(call: ObjectCall): Promise<AwsResponse> {
  const head = call.bucket.head(call.key);
  if (!head) throw noSuchKey(call);
  return { status: 200, headers: { ...headersOf(head, call), 'content-length': String(head.bytes) }, body: '' };
}

function headersOf({ md5, crc32, modifiedAt, headers }: ObjectHead, { request }: ObjectCall): Record<string, string> {
  const checksum = { 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
  return {
    'content-type': 'binary/octet-stream',
    ...headers,
    etag: `"${md5}"`,
    'last-modified': new Date(modifiedAt).toUTCString(),
    ...(request.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksum : {}),
  };
}
