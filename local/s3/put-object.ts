// PutObject.
import { AwsError, type AwsRequest, type AwsResponse } from '../gateway/aws-service';
import { decodeChunked } from './aws-chunked';
import { crc32Base64 } from './bucket';
import { checkKey, notImplemented, type ObjectCall } from './object-call';

const CHECKSUM = 'x-amz-checksum-crc32';
// "System-defined object metadata" that a user may set (S3 User Guide, "Working with object metadata").
const KEPT =
  /^(cache-control|content-disposition|content-encoding|content-language|content-type|expires|x-amz-meta-.+)$/;
const CHUNKED = 'aws-chunked';

/** Stores the request's content under the key. Throws AwsError BadDigest when it is not what its sender took it for. */
export async function putObject({ bucket, key, request, nowMs }: ObjectCall): Promise<AwsResponse> {
  checkKey(key);
  const { content, checksum } = readContent(request);
  if (checksum !== undefined && checksum !== crc32Base64(content)) {
    throw new AwsError('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
  const { md5, crc32 } = await bucket.put(key, content, keptHeaders(request.headers), nowMs);
  return {
    status: 200,
    headers: { etag: `"${md5}"`, [CHECKSUM]: crc32, 'x-amz-checksum-type': 'FULL_OBJECT' },
    body: '',
  };
}

function readContent({ headers, body }: AwsRequest): { content: Buffer; checksum: string | undefined } {
  const algorithm = headers['x-amz-sdk-checksum-algorithm'] ?? 'CRC32';
  if (algorithm !== 'CRC32') throw notImplemented(`the checksum ${algorithm}`);
  if (!encodingsOf(headers).includes(CHUNKED)) return { content: body, checksum: headers[CHECKSUM] };
  const trailer = headers['x-amz-trailer'] ?? CHECKSUM;
  if (trailer !== CHECKSUM) throw notImplemented(`the trailing header ${trailer}`);
  const decoded = decodeChunked(body);
  if (decoded?.content.length !== Number(headers['x-amz-decoded-content-length'])) {
    throw new AwsError('IncompleteBody', 'The body is not the chunks that Content-Encoding and its length announce.');
  }
  return { content: decoded.content, checksum: decoded.trailers.get(CHECKSUM) };
}

function encodingsOf(headers: Record<string, string>): string[] {
  return (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
}

// aws-chunked is how the content travelled, not what it is: S3 does not keep it.
function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.test(name)));
  const encoding = encodingsOf(headers).filter((each) => each !== CHUNKED && each !== '');
  delete kept['content-encoding'];
  return encoding.length > 0 ? { ...kept, 'content-encoding': encoding.join(',') } : kept;
}
