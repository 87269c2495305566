// Amazon S3 as a client sees it: REST with XML, path style. The table below is all that is supported.
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type IamPrincipal,
} from '../gateway/aws-service';
import type { Bucket } from './bucket';
import { deleteObject } from './delete-object';
import { getObject, headObject } from './get-object';
import { listObjects } from './list-objects';
import { noSuchBucket, notImplemented, type ObjectCall } from './object-call';
import { putObject } from './put-object';

interface Operation {
  /** The policy action. */
  action: string;
  /** What the request may say besides what every one says. */
  query: readonly string[];
  headers: RegExp;
  run(call: ObjectCall): Promise<AwsResponse>;
}

const OBJECT = { query: [], headers: /^x-amz-checksum-mode$/ };
const PUT_HEADERS = /^x-amz-(checksum-crc32|sdk-checksum-algorithm|trailer|decoded-content-length|meta-.+)$/;
const LIST_QUERY = [
  'list-type',
  'prefix',
  'delimiter',
  'continuation-token',
  'start-after',
  'max-keys',
  'encoding-type',
];

const OPERATIONS = new Map<string, Operation>([
  ['PUT object', { action: 's3:PutObject', query: [], headers: PUT_HEADERS, run: putObject }],
  ['GET object', { action: 's3:GetObject', ...OBJECT, run: getObject }],
  // There is no s3:HeadObject: HEAD needs s3:GetObject (S3 API reference, HeadObject).
  ['HEAD object', { action: 's3:GetObject', ...OBJECT, run: headObject }],
  ['DELETE object', { action: 's3:DeleteObject', ...OBJECT, run: deleteObject }],
  ['GET bucket', { action: 's3:ListBucket', query: LIST_QUERY, headers: OBJECT.headers, run: listObjects }],
]);

const SIGNING_HEADERS = /^x-amz-(date|content-sha256|security-token|user-agent)$/;
// They would change what is done, or whether.
const REFUSED_HEADERS = /^(range|if-.+|content-md5)$/;

/** The service over these buckets. Operations, parameters and headers that it does not know are refused by name. */
export function createS3Service(
  buckets: ReadonlyMap<string, Bucket>,
  nowMs: () => number,
  isAllowed: (principal: IamPrincipal, action: string, resource: string) => boolean,
): AwsService {
  const read = (request: AwsRequest) => {
    const { bucketName, key } = readPath(request.path);
    const operation = operationOf(request, bucketName, key);
    const bucket = buckets.get(bucketName);
    if (!bucket) throw noSuchBucket();
    return { bucket, key, operation };
  };
  return {
    signingName: 's3',
    permissions(request) {
      const { bucket, key, operation } = read(request);
      return [{ action: operation.action, resource: key === '' ? bucket.arn : `${bucket.arn}/${key}` }];
    },
    async handle(request) {
      const { bucket, key, operation } = read(request);
      const { principal } = request;
      const mayList = () => principal !== null && isAllowed(principal, 's3:ListBucket', bucket.arn);
      return operation.run({ bucket, key, request, nowMs: nowMs(), mayList });
    },
  };
}

/** `/bucket/key`: the key is all that follows, dots and slashes as they are. */
function readPath(path: string): { bucketName: string; key: string } {
  const slash = path.indexOf('/', 1);
  try {
    return {
      bucketName: decodeURIComponent(slash < 0 ? path.slice(1) : path.slice(1, slash)),
      key: slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1)),
    };
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function operationOf({ method, query, headers }: AwsRequest, bucketName: string, key: string): Operation {
  const what = bucketName === '' ? 'account' : key === '' ? 'bucket' : 'object';
  const operation = OPERATIONS.get(`${method} ${what}`);
  if (!operation) throw notImplemented(`${method} of ${what === 'account' ? 'the account' : `a ${what}`}`);
  // `x-id` repeats the operation's name.
  const parameter = [...query.keys()].find((name) => name !== 'x-id' && !operation.query.includes(name));
  if (parameter !== undefined) throw notImplemented(`the parameter ${parameter} here`);
  const header = Object.keys(headers).find(
    (name) =>
      REFUSED_HEADERS.test(name) ||
      (name.startsWith('x-amz-') && !SIGNING_HEADERS.test(name) && !operation.headers.test(name)),
  );
  if (header !== undefined) throw notImplemented(`the header ${header} here`);
  return operation;
}
