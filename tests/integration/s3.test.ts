// Amazon S3 on disk behind the real gateway, driven by the SDK's own client, which verifies the checksum of what it reads.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAssembly } from '../../local/assembly/assembly-fixture';
import { checkSupported } from '../../local/assembly/check-supported';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { GATEWAY_CLAIMS } from '../../local/gateway/claims';
import { type OpenGateway, startGateway } from '../../local/gateway/gateway';
import { createIamAuthority } from '../../local/gateway/iam-authority';
import { S3_CLAIMS } from '../../local/s3/claims';
import { InvalidBucketNameError, startS3 } from '../../local/s3/start-s3';

const Bucket = 'archive';
const arn = { 'Fn::GetAtt': ['Archive', 'Arn'] };
const below = (path: string) => ({ 'Fn::Join': ['', [arn, path]] });
const role = (RoleName: string, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: {},
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement } }],
  },
});
const directory = writeAssembly({
  Resources: {
    Archive: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: Bucket,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        Tags: [{ Key: 'a', Value: 'b' }],
      },
    },
    Unnamed: { Type: 'AWS::S3::Bucket' },
    modelIntrospectionSchemaBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'tools', Extra: 1 } },
    Reader: role('reader', { Effect: 'Allow', Action: 's3:GetObject', Resource: below('/open/*') }),
    Lister: role('lister', {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [arn, below('/*')],
    }),
  },
});
const dataDirectory = mkdtempSync(join(tmpdir(), 'fleetlight-s3-'));
const assembly = loadAssembly(directory, { awsEndpoint: 'http://127.0.0.1:4701' });
const keys = openAccessKeys(dataDirectory, Date.now);
const authority = createIamAuthority(assembly, keys, Date.now);
const start = () => startS3({ assembly, dataDirectory, isAllowed: authority.isAllowed, nowMs: Date.now });

let gateway: OpenGateway;
let s3: S3Client;
const clients: S3Client[] = [];
function clientWith(credentials: S3ClientConfig['credentials'], more: S3ClientConfig = {}): S3Client {
  // Path style is what the SDK itself chooses for an address in numbers.
  const client = new S3Client({ endpoint: gateway.url, region: 'eu-central-1', credentials, maxAttempts: 1, ...more });
  clients.push(client);
  return client;
}
const as = (name: string) => clientWith(keys.issueForRole(`arn:aws:iam::000000000000:role/${name}`, 'test'));

beforeAll(async () => {
  checkSupported(assembly, [...S3_CLAIMS, ...GATEWAY_CLAIMS]);
  const { services } = await start();
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    portSetting: 'AWS_PORT',
    services,
    routes: [],
    authority,
    allowedOrigins: [],
  });
  s3 = clientWith(keys.administrator);
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await gateway.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

const put = (Key: string, Body: string | Buffer = Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const read = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const listed = async (input: object) => {
  const { Contents = [], CommonPrefixes = [], ...rest } = await s3.send(new ListObjectsV2Command({ Bucket, ...input }));
  return { keys: Contents.map(({ Key }) => Key), prefixes: CommonPrefixes.map(({ Prefix }) => Prefix), ...rest };
};

describe('an object', () => {
  it('comes back as it was put, with what its writer said of it', async () => {
    const Body = Buffer.from([0, 255, 10, 13, 10, 123]);
    const said = { ContentType: 'application/x-ndjson', ContentEncoding: 'gzip', Metadata: { origin: 'a-rule' } };

    const stored = await s3.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body, ...said }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a/b' }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b' }));

    expect(stored).toMatchObject({
      ETag: `"${createHash('md5').update(Body).digest('hex')}"`,
      ChecksumCRC32: expect.any(String),
    });
    for (const answer of [got, head]) {
      expect(answer).toMatchObject({ ...said, ContentLength: 6, ETag: stored.ETag, LastModified: expect.any(Date) });
    }
    expect(got.ChecksumCRC32).toBe(stored.ChecksumCRC32);
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
  });

  it('may come as a stream, in chunks with the checksum behind them', async () => {
    const Body = new PassThrough();
    const content = Buffer.alloc(150_000, 'chunk ');
    Body.end(content);

    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: content.length }));

    expect(await read('streamed')).toEqual(content);
    const { ContentEncoding } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'streamed' }));
    expect(ContentEncoding).toBeUndefined();
  });

  it.each(['../../../../etc/passwd', '..', 'a//b/./../c/', 'Ä ö+%2F&?#', 'A', 'a', '<&">', 'x'.repeat(1024)])(
    'is found by the very key %j, and only below the bucket',
    async (key) => {
      await put(key);

      expect(String(await read(key))).toBe(key);
      expect((await listed({})).keys).toEqual([key]);
      expect(readdirSync(join(dataDirectory, 's3', Bucket))).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.object$/)]);
      await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
      expect(readdirSync(join(dataDirectory, 's3', Bucket))).toEqual([]);
    },
  );

  it('outlives the process; what was not finished does not count', async () => {
    await put('kept', 'content');
    writeFileSync(join(dataDirectory, 's3', Bucket, `${'0'.repeat(64)}.object.tmp`), '{"key":"torn');

    const again = await start();
    const request = { method: 'GET', query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };
    const got = await again.services[0]?.handle({ ...request, path: '/archive/kept', operation: '', principal: null });

    expect(String(got?.body)).toBe('content');
    expect(readdirSync(join(dataDirectory, 's3', Bucket))).toHaveLength(1);
  });

  it('is one of those that were written at the same time, whole', async () => {
    const bodies = ['one', 'two', 'three'].map((word) => word.repeat(10_000));
    await Promise.all(bodies.map((body) => put('raced', body)));
    expect(bodies).toContain(String(await read('raced')));
  });
});

describe('a list', () => {
  const KEYS = ['2026/01/a', '2026/01/b', '2026/02/c', '2027/d', 'top', '\u{1F600}', '\uFFFD'];
  beforeEach(async () => {
    for (const key of KEYS) await put(key);
  });

  it('is in the order of UTF-8 and may begin with a prefix or behind a key', async () => {
    // As UTF-16 the two last ones would change places.
    expect((await listed({})).keys).toEqual([
      '2026/01/a',
      '2026/01/b',
      '2026/02/c',
      '2027/d',
      'top',
      '\uFFFD',
      '\u{1F600}',
    ]);
    expect((await listed({ Prefix: '2026/0', StartAfter: '2026/01/a' })).keys).toEqual(['2026/01/b', '2026/02/c']);
  });

  it('folds what lies below a delimiter', async () => {
    expect(await listed({ Delimiter: '/' })).toMatchObject({
      keys: ['top', '\uFFFD', '\u{1F600}'],
      prefixes: ['2026/', '2027/'],
      KeyCount: 5,
      IsTruncated: false,
    });
    expect(await listed({ Delimiter: '/', Prefix: '2026/' })).toMatchObject({
      keys: [],
      prefixes: ['2026/01/', '2026/02/'],
    });
  });

  it.each([undefined, '/'])('comes in pages that neither lose nor repeat, with the delimiter %s', async (Delimiter) => {
    const pages: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await listed({ MaxKeys: 1, Delimiter, ContinuationToken });
      expect(page.KeyCount).toBe(1);
      pages.push(...page.keys, ...page.prefixes);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    const whole = await listed({ Delimiter });
    expect(pages).toEqual([...whole.prefixes, ...whole.keys]);
  });
});

describe('what is refused', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['a key that is not there', () => read('none'), 'NoSuchKey'],
    ['a bucket that is not there', () => s3.send(new PutObjectCommand({ Bucket: 'none', Key: 'a' })), 'NoSuchBucket'],
    ["the bucket of AWS's own tools", () => s3.send(new ListObjectsV2Command({ Bucket: 'tools' })), 'NoSuchBucket'],
    ['a key that is too long', () => put('x'.repeat(1025)), 'KeyTooLongError'],
    ['an access list', () => s3.send(new PutObjectCommand({ Bucket, Key: 'a', ACL: 'public-read' })), 'NotImplemented'],
    [
      'another checksum',
      () => s3.send(new PutObjectCommand({ Bucket, Key: 'a', ChecksumAlgorithm: 'SHA256' })),
      'NotImplemented',
    ],
    [
      'a part of an object',
      () => s3.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=0-1' })),
      'NotImplemented',
    ],
    ['a version', () => s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' })), 'NotImplemented'],
    ['the old list', () => s3.send(new ListObjectsCommand({ Bucket })), 'NotImplemented'],
    ['the list of buckets', () => s3.send(new ListBucketsCommand({})), 'NotImplemented'],
    [
      'content that is not what its sender took it for',
      () => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ChecksumCRC32: 'AAAAAA==' })),
      'BadDigest',
    ],
    ['more than 10 MB', () => put('a', Buffer.alloc(10 * 1024 ** 2 + 1)), 'EntityTooLarge'],
  ])('%s', async (_what, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
    expect((await listed({})).keys).toEqual([]);
  });

  it('what a role lacks, by the names of action and resource', async () => {
    await put('open/a');
    const reader = as('reader');

    await expect(reader.send(new GetObjectCommand({ Bucket, Key: 'open/a' }))).resolves.toBeDefined();
    await expect(reader.send(new GetObjectCommand({ Bucket, Key: 'closed/a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:GetObject on resource: arn:aws:s3:::archive/closed/a'),
    });
    await expect(reader.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(reader.send(new DeleteObjectCommand({ Bucket, Key: 'open/a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('to tell who may not list that a key is not there', async () => {
    const ask = (client: S3Client) => client.send(new GetObjectCommand({ Bucket, Key: 'open/none' }));
    await expect(ask(as('reader'))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(ask(as('lister'))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(as('lister').send(new HeadObjectCommand({ Bucket, Key: 'open/none' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('a key that was not issued here, and a wrong secret', async () => {
    const list = new ListObjectsV2Command({ Bucket });
    const unknown = clientWith({ accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' });
    const wrong = clientWith({ ...keys.administrator, secretAccessKey: 'x' });
    await expect(unknown.send(list)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    await expect(wrong.send(list)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});

it('without a bucket there is no service', async () => {
  const none = { ...assembly, ofType: () => [] };
  const { services, objects } = await startS3({
    assembly: none,
    dataDirectory,
    isAllowed: () => true,
    nowMs: Date.now,
  });
  expect(services).toEqual([]);
  await expect(objects.put(Bucket, 'a', Buffer.from('a'))).rejects.toMatchObject({ code: 'NoSuchBucket' });
});

it.each(['..', 'Upper', 'a/b'])('a bucket cannot be called %j', async (ref) => {
  const wrong = { ...assembly, ofType: () => assembly.resources.map((each) => ({ ...each, ref })) };
  const starting = startS3({ assembly: wrong, dataDirectory, isAllowed: () => true, nowMs: Date.now });
  await expect(starting).rejects.toThrow(InvalidBucketNameError);
});
