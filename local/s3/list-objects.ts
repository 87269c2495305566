// ListObjectsV2.
import { AwsError, type AwsResponse } from '../gateway/aws-service';
import { xmlText } from '../gateway/xml';
import { compareKeys, type ObjectHead } from './bucket';
import { notImplemented, type ObjectCall } from './object-call';

// "Returns some or all (up to 1,000) of the objects": of keys and common prefixes together.
const LARGEST_PAGE = 1000;

interface Page {
  /** An object, or the prefix that several keys have in common. */
  items: (ObjectHead | string)[];
  /** Where the next page begins; null on the last one. */
  next: string | null;
}

/** Returns one page of the bucket. Throws AwsError InvalidArgument. */
export async function listObjects({ bucket, request: { query } }: ObjectCall): Promise<AwsResponse> {
  if (query.get('list-type') !== '2') throw notImplemented('ListObjects; use ListObjectsV2');
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') throw new AwsError('InvalidArgument', 'Invalid Encoding Method.');
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const token = query.get('continuation-token');
  const page = takePage(bucket.all(), {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    startAfter: query.get('start-after') ?? '',
    after: token === null ? '' : Buffer.from(token, 'base64url').toString(),
    maxKeys,
  });
  const key = (text: string) => xmlText(encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const optional = (element: string, value: string | null) =>
    value === null ? '' : `<${element}>${key(value)}</${element}>`;
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${xmlText(bucket.name)}</Name><Prefix>${key(query.get('prefix') ?? '')}</Prefix>`,
    optional('Delimiter', query.get('delimiter')),
    optional('StartAfter', query.get('start-after')),
    optional('EncodingType', encoding),
    token === null ? '' : `<ContinuationToken>${xmlText(token)}</ContinuationToken>`,
    `<KeyCount>${page.items.length}</KeyCount><MaxKeys>${maxKeys}</MaxKeys>`,
    `<IsTruncated>${page.next !== null}</IsTruncated>`,
    page.next === null
      ? ''
      : `<NextContinuationToken>${Buffer.from(page.next).toString('base64url')}</NextContinuationToken>`,
    ...page.items.map((item) => describe(item, key)),
    '</ListBucketResult>',
  ];
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: xml.join('') };
}

function readMaxKeys(given: string | null): number {
  const value = Number(given ?? LARGEST_PAGE);
  if (Number.isInteger(value) && value >= 0) return Math.min(value, LARGEST_PAGE);
  throw new AwsError('InvalidArgument', 'Argument max-keys must be an integer between 0 and 2147483647.');
}

function takePage(
  objects: readonly ObjectHead[],
  wanted: { prefix: string; delimiter: string; startAfter: string; after: string; maxKeys: number },
): Page {
  const { prefix, delimiter, startAfter, after, maxKeys } = wanted;
  const items: Page['items'] = [];
  let last = after;
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || (startAfter !== '' && compareKeys(key, startAfter) <= 0)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    // Told on an earlier page, or the common prefix that was told just now.
    if (last !== '' && compareKeys(name, last) <= 0) continue;
    // Nothing was asked for, so nothing is left.
    if (items.length >= maxKeys) return { items, next: maxKeys === 0 ? null : last };
    items.push(end < 0 ? object : name);
    last = name;
  }
  return { items, next: null };
}

function describe(item: ObjectHead | string, key: (text: string) => string): string {
  if (typeof item === 'string') return `<CommonPrefixes><Prefix>${key(item)}</Prefix></CommonPrefixes>`;
  return [
    `<Contents><Key>${key(item.key)}</Key><LastModified>${new Date(item.modifiedAt).toISOString()}</LastModified>`,
    `<ETag>&quot;${item.md5}&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>`,
    `<ChecksumType>FULL_OBJECT</ChecksumType><Size>${item.bytes}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  ].join('');
}
