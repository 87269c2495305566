import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAccessKeys } from './access-keys';
import type { SignableRequest } from './canonical-request';
import { signingKeyCache } from './signing-key';
import { verifySignature } from './verify-signature';

const NOW = Date.UTC(2026, 4, 1, 12);
const ROLE = 'arn:aws:iam::000000000000:role/core-telemetry';
const keys = openAccessKeys(mkdtempSync(join(tmpdir(), 'fleetlight-keys-')), () => NOW);
const credentials = keys.issueForRole(ROLE, 'core-telemetry');
const signingKey = signingKeyCache();
const verify = (request: SignableRequest, nowMs = NOW) =>
  verifySignature(request, { findKey: keys.find, signingKey, nowMs });

interface Unsigned {
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: string;
}
const PLAIN: Unsigned = {
  method: 'POST',
  path: '/things/pump-1/shadow',
  query: { name: 'a b' },
  headers: { 'content-type': 'application/json', 'x-amz-target': 'AmazonSSM.GetParameter' },
  body: '{"Name":"/a"}',
};

/** Signs as the AWS SDK does and returns what a server receives. */
async function signed(
  request: Unsigned,
  options: { service?: string; region?: string; as?: typeof keys.administrator; atMs?: number } = {},
): Promise<SignableRequest> {
  const { service = 'iotdata', region = 'eu-central-1', as = credentials, atMs = NOW } = options;
  const signer = new SignatureV4({ service, region, credentials: as, sha256: Sha256, uriEscapePath: service !== 's3' });
  const { method, path, headers } = await signer.sign(
    new HttpRequest({
      ...request,
      protocol: 'http:',
      hostname: '127.0.0.1',
      headers: { host: '127.0.0.1:4701', ...request.headers },
    }),
    { signingDate: new Date(atMs) },
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query)) for (const v of [value].flat()) query.append(name, v);
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, path, query, headers: Object.fromEntries(lowerCase), body: Buffer.from(request.body) };
}

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
// The signer collects parameters in a plain object and so loses one of this name.
const parameterName = text.filter((name) => name !== '__proto__');
const unsigned = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(fc.oneof(text, fc.constantFrom('', '.', '..', '$aws', 'a/b', "!'()*"))).map((parts) => {
    return `/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
  }),
  query: fc.dictionary(parameterName, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), {
    noNullPrototype: true,
  }),
  headers: fc.dictionary(
    fc.stringMatching(/^x-(amz|own)-[a-z]{1,8}$/),
    fc.stringMatching(/^[ -~]{0,20}$/).map((value) => value.trim()),
    { noNullPrototype: true },
  ),
  body: text,
});

describe('verifySignature', () => {
  it('accepts whatever an independent signer signs', async () => {
    await fc.assert(
      fc.asyncProperty(unsigned, fc.constantFrom('iotdata', 'ssm', 's3'), async (request, service) => {
        expect(verify(await signed(request, { service }))).toEqual({
          arn: 'arn:aws:sts::000000000000:assumed-role/core-telemetry/core-telemetry',
          roleArn: ROLE,
          accessKeyId: credentials.accessKeyId,
          cognitoIdentityId: null,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('accepts the administrator, who has no session token', async () => {
    expect(verify(await signed(PLAIN, { as: keys.administrator })).roleArn).toBeNull();
  });

  const change = (headers: Record<string, string>) => (r: SignableRequest) => ({
    ...r,
    headers: { ...r.headers, ...headers },
  });
  const replace = (name: string, from: string | RegExp, to: string) => (r: SignableRequest) =>
    change({ [name]: (r.headers[name] ?? '').replace(from, to) })(r);
  const other = keys.issueForRole(ROLE, 'core-telemetry');
  it.each<[string, (request: SignableRequest) => SignableRequest, string]>([
    ['the method', (r) => ({ ...r, method: 'PUT' }), 'InvalidSignatureException'],
    ['the path', (r) => ({ ...r, path: '/things/pump-2/shadow' }), 'InvalidSignatureException'],
    ['the query', (r) => ({ ...r, query: new URLSearchParams('name=a') }), 'InvalidSignatureException'],
    ['the body', (r) => ({ ...r, body: Buffer.from('{"Name":"/b"}') }), 'InvalidSignatureException'],
    ['the operation', change({ 'x-amz-target': 'AmazonSSM.PutParameter' }), 'InvalidSignatureException'],
    ['an unsigned AWS header', change({ 'x-amz-more': '1' }), 'IncompleteSignatureException'],
    ['the host', change({ host: 'elsewhere' }), 'InvalidSignatureException'],
    ['the body with its stated hash', replace('x-amz-content-sha256', /^./, 'z'), 'InvalidSignatureException'],
    ['the signature', replace('authorization', /.{4}$/, 'abcd'), 'InvalidSignatureException'],
    ['the key id', replace('authorization', credentials.accessKeyId, other.accessKeyId), 'UnrecognizedClientException'],
    ['the session token', change({ 'x-amz-security-token': other.sessionToken }), 'UnrecognizedClientException'],
    ['a forged token', replace('x-amz-security-token', /.$/, '-'), 'UnrecognizedClientException'],
    ['the service', replace('authorization', '/iotdata/', '/ssm/'), 'InvalidSignatureException'],
    ['the region', replace('authorization', '/eu-central-1/', '/us-east-1/'), 'InvalidSignatureException'],
    [
      'the scheme',
      replace('authorization', 'AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
      'IncompleteSignatureException',
    ],
    [
      'nothing but UNSIGNED-PAYLOAD',
      change({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
      'InvalidSignatureException',
    ],
  ])('refuses a request when somebody changed %s', async (_, tamper, code) => {
    const request = await signed(PLAIN);

    expect(() => verify(tamper(request))).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a request without a signature', async () => {
    const { authorization, ...headers } = (await signed(PLAIN)).headers;

    expect(authorization).toBeDefined();
    expect(() => verify({ ...PLAIN, query: new URLSearchParams(), headers, body: Buffer.alloc(0) })).toThrow(
      expect.objectContaining({ code: 'MissingAuthenticationTokenException' }),
    );
  });

  it.each([
    [300_000, true],
    [301_000, false],
    [-300_000, true],
    [-301_000, false],
  ])('with a clock that is %i ms off: accepted %s', async (offMs, accepted) => {
    const request = await signed(PLAIN, { atMs: NOW + offMs });

    if (accepted) expect(verify(request).roleArn).toBe(ROLE);
    else expect(() => verify(request)).toThrow(expect.objectContaining({ code: 'InvalidSignatureException' }));
  });

  it('refuses credentials that expired', async () => {
    const person = keys.issueForIdentity('eu-central-1:one', ROLE, 60_000);
    const request = await signed(PLAIN, { as: person });

    expect(verify(request, NOW + 59_999).cognitoIdentityId).toBe('eu-central-1:one');
    expect(() => verify(request, NOW + 60_000)).toThrow(expect.objectContaining({ code: 'ExpiredTokenException' }));
  });

  it("leaves S3's unsigned payloads to S3", async () => {
    const headers = { ...PLAIN.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const toS3 = await signed({ ...PLAIN, headers }, { service: 's3' });

    expect(verify({ ...toS3, body: Buffer.from('other') }).roleArn).toBe(ROLE);
    const toIot = await signed({ ...PLAIN, headers });
    expect(() => verify(toIot)).toThrow(expect.objectContaining({ code: 'InvalidSignatureException' }));
  });

  it.each([
    ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', null],
    ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'NotImplemented'],
  ])('takes chunks as %s from S3 only when they are not signed one by one', async (hash, code) => {
    const headers = { ...PLAIN.headers, 'x-amz-content-sha256': hash };
    const toS3 = await signed({ ...PLAIN, headers }, { service: 's3' });

    if (code === null) expect(verify(toS3).roleArn).toBe(ROLE);
    else expect(() => verify(toS3)).toThrow(expect.objectContaining({ code }));
  });
});
