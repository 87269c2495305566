// URLs signed by the AWS SDK's signer, as clients of MQTT over WebSocket sign theirs.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import { openAccessKeys } from './access-keys';
import { signingKeyCache } from './signing-key';
import { verifyPresignedUrl } from './verify-presigned-url';

const NOW = Date.UTC(2026, 4, 1, 12);
const ROLE = 'arn:aws:iam::000000000000:role/viewer';
const keys = openAccessKeys(mkdtempSync(join(tmpdir(), 'fleetlight-keys-')), () => NOW);
const credentials = keys.issueForIdentity('eu-central-1:someone', ROLE, 3_600_000);
const signingKey = signingKeyCache();

interface How {
  service?: string;
  region?: string;
  expiresIn?: number;
}

/** Signs without the session token, which is appended afterwards. */
async function presigned({ service = 'iotdevicegateway', region = 'eu-central-1', expiresIn = 60 }: How = {}) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({ service, region, credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 });
  const headers = { host: '127.0.0.1:4701' };
  const signed = await signer.presign(
    new HttpRequest({ method: 'GET', protocol: 'wss:', hostname: '127.0.0.1', port: 4701, path: '/mqtt', headers }),
    { expiresIn, signingDate: new Date(NOW) },
  );
  const query = new URLSearchParams(signed.query as Record<string, string>);
  query.append('X-Amz-Security-Token', sessionToken);
  return { method: 'GET', path: '/mqtt', query, headers, body: Buffer.alloc(0) };
}

const verify = (request: Awaited<ReturnType<typeof presigned>>, nowMs = NOW) =>
  verifyPresignedUrl(request, 'iotdevicegateway', { findKey: keys.find, signingKey, nowMs });

test('a URL of the SDK’s signer names its identity and role', async () => {
  expect(verify(await presigned())).toMatchObject({ roleArn: ROLE, cognitoIdentityId: 'eu-central-1:someone' });
});

test.each([
  ['X-Amz-Signature', null, 'MissingAuthenticationTokenException'],
  ['X-Amz-Signature', '0'.repeat(64), 'InvalidSignatureException'],
  ['X-Amz-Signature', 'x', 'IncompleteSignatureException'],
  ['X-Amz-Algorithm', 'AWS4-ECDSA-P256-SHA256', 'IncompleteSignatureException'],
  ['X-Amz-Credential', 'nobody', 'IncompleteSignatureException'],
  ['X-Amz-SignedHeaders', 'accept', 'IncompleteSignatureException'],
  ['X-Amz-Date', '20260501T120001Z', 'InvalidSignatureException'],
  ['X-Amz-Date', '20260430T120000Z', 'InvalidSignatureException'],
  ['X-Amz-Date', 'today', 'InvalidSignatureException'],
  ['X-Amz-Expires', '61', 'InvalidSignatureException'],
  ['X-Amz-Expires', '604801', 'IncompleteSignatureException'],
  ['X-Amz-Expires', '0', 'IncompleteSignatureException'],
  ['X-Amz-Security-Token', null, 'UnrecognizedClientException'],
  ['X-Amz-Security-Token', 'forged', 'UnrecognizedClientException'],
  ['extra', 'unsigned', 'InvalidSignatureException'],
])('%s changed to %s is refused with %s', async (name, value, code) => {
  const request = await presigned();
  if (value === null) request.query.delete(name);
  else request.query.set(name, value);

  expect(() => verify(request)).toThrow(expect.objectContaining({ code, status: 403 }));
});

test('another host, path, service or region is refused', async () => {
  const request = await presigned();
  const invalid = expect.objectContaining({ code: 'InvalidSignatureException' });

  expect(() => verify({ ...request, headers: { host: '127.0.0.1:4702' } })).toThrow(invalid);
  expect(() => verify({ ...request, path: '/graphql' })).toThrow(invalid);
  await expect(presigned({ service: 'iotdata' }).then((other) => verify(other))).rejects.toThrow(invalid);
  await expect(presigned({ region: 'us-east-1' }).then((other) => verify(other))).rejects.toThrow(invalid);
});

test('a URL is good for as long as it says, and no longer than its credentials', async () => {
  const short = await presigned({ expiresIn: 60 });
  const long = await presigned({ expiresIn: 86_400 });

  expect(verify(short, NOW + 60_000).roleArn).toBe(ROLE);
  expect(() => verify(short, NOW + 60_001)).toThrow(expect.objectContaining({ code: 'InvalidSignatureException' }));
  expect(() => verify(short, NOW - 300_001)).toThrow(expect.objectContaining({ code: 'InvalidSignatureException' }));
  expect(verify(long, NOW + 3_599_999).roleArn).toBe(ROLE);
  expect(() => verify(long, NOW + 3_600_000)).toThrow(expect.objectContaining({ code: 'ExpiredTokenException' }));
});
