// Verifies SigV4 signatures that travel in the Authorization header, by "Create a signed AWS API request" and "Elements of
// an AWS API request signature" (IAM User Guide). The error names are those of "Common Errors" in the services' references.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { REGION } from '../assembly/assembly';
import type { AccessKey } from './access-keys';
import { AwsError, type IamPrincipal } from './aws-service';
import { canonicalRequest, type SignableRequest, sha256Hex } from './canonical-request';
import { type ClaimedSignature, parseAuthorization } from './parse-authorization';
import type { signingKeyCache } from './signing-key';

/** How far a signature's time may be off. */
export const MAX_SKEW_MS = 5 * 60_000;
// What S3 lets a signature leave out: the whole body, or one in chunks with its checksum behind it (S3 API reference,
// "Authenticating requests": x-amz-content-sha256).
const UNSIGNED_PAYLOADS = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'];

/** What verification needs besides the request. */
export interface SignatureContext {
  findKey(accessKeyId: string, sessionToken: string | null): AccessKey | null;
  signingKey: ReturnType<typeof signingKeyCache>;
  /** Epoch ms. */
  nowMs: number;
}

/**
 * Returns who signed `request`. Throws AwsError: MissingAuthenticationTokenException, IncompleteSignatureException,
 * UnrecognizedClientException (unknown key, or a session token that was not issued with it), ExpiredTokenException, or
 * InvalidSignatureException (more than five minutes old or ahead, or anything that was signed has changed); NotImplemented
 * for an S3 body whose chunks are signed one by one.
 */
export function verifySignature(request: SignableRequest, context: SignatureContext): IamPrincipal {
  const { authorization } = request.headers;
  if (authorization === undefined) throw refusal('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const claimed = parseAuthorization(authorization);
  if (!claimed) throw refusal('IncompleteSignatureException', 'The Authorization header is not a SigV4 signature.');
  const date = request.headers['x-amz-date'] ?? '';
  checkWhatIsSigned(request, claimed);
  checkScope(claimed, date);
  const key = knownKey(claimed.accessKeyId, request.headers['x-amz-security-token'] ?? null, context);
  checkTime(date, context.nowMs);
  checkExpiry(key, context.nowMs);
  const { scope, signedHeaders } = claimed;
  const canonical = canonicalRequest(request, signedHeaders, payloadHash(request, scope.service), scope.service);
  checkProof(claimed, date, canonical, key, context);
  return key.principal;
}

/** Checks the signature over `canonical`. Throws InvalidSignatureException when anything that was signed has changed. */
export function checkProof(
  { accessKeyId, scope, signature }: ClaimedSignature,
  date: string,
  canonical: string,
  key: AccessKey,
  context: SignatureContext,
): void {
  const credentialScope = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const stringToSign = ['AWS4-HMAC-SHA256', date, credentialScope, sha256Hex(canonical)].join('\n');
  const signingKey = context.signingKey(accessKeyId, key.secretAccessKey, scope);
  const expected = createHmac('sha256', signingKey).update(stringToSign).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) throw mismatch();
}

// "You must include the host header and any x-amz-* headers": an unsigned x-amz-target would choose another operation.
function checkWhatIsSigned(request: SignableRequest, { signedHeaders }: ClaimedSignature): void {
  const required = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const missing = ['host', 'x-amz-date', ...required].find((name) => !signedHeaders.includes(name));
  if (missing !== undefined) throw refusal('IncompleteSignatureException', `The header "${missing}" must be signed.`);
  const absent = signedHeaders.find((name) => !Object.hasOwn(request.headers, name));
  if (absent !== undefined) throw mismatch();
}

/** Returns the key. Throws UnrecognizedClientException when no key was issued with this id and token. */
export function knownKey(accessKeyId: string, sessionToken: string | null, context: SignatureContext): AccessKey {
  const key = context.findKey(accessKeyId, sessionToken);
  if (!key) throw refusal('UnrecognizedClientException', 'The security token included in the request is invalid.');
  return key;
}

/** Throws ExpiredTokenException for a key that is no longer good. */
export function checkExpiry(key: AccessKey, nowMs: number): void {
  if (key.expiresAt !== null && key.expiresAt <= nowMs) {
    throw refusal('ExpiredTokenException', 'The security token included in the request is expired');
  }
}

/** Throws InvalidSignatureException unless the scope is of this region and of the signature's own day. */
export function checkScope({ scope }: ClaimedSignature, date: string): void {
  if (scope.region !== REGION) {
    throw refusal('InvalidSignatureException', `Credential should be scoped to a valid region, ${REGION}.`);
  }
  if (scope.date !== date.slice(0, 8)) {
    throw refusal('InvalidSignatureException', 'Date in Credential scope does not match the date of the request.');
  }
}

/** Returns the epoch ms of an X-Amz-Date; NaN when it is none. */
export function signedAtOf(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)?.slice(1).map(Number);
  const [year = Number.NaN, month = 0, day, hours, minutes, seconds] = parts ?? [];
  return Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

function checkTime(date: string, nowMs: number): void {
  if (!(Math.abs(signedAtOf(date) - nowMs) <= MAX_SKEW_MS)) {
    const allowed = MAX_SKEW_MS / 60_000;
    throw refusal('InvalidSignatureException', `Signature not current: ${date} is more than ${allowed} min. off.`);
  }
}

function payloadHash(request: SignableRequest, service: string): string {
  const stated = request.headers['x-amz-content-sha256'];
  if (service === 's3' && stated !== undefined) {
    if (UNSIGNED_PAYLOADS.includes(stated)) return stated;
    if (stated.startsWith('STREAMING-')) throw new AwsError('NotImplemented', `${stated} is not supported.`, 501);
  }
  const actual = sha256Hex(request.body);
  if (stated !== undefined && stated !== actual) throw mismatch();
  return actual;
}

function mismatch(): AwsError {
  return refusal(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  );
}

/** Returns the answer to a request whose signature is not accepted. */
export function refusal(code: string, message: string): AwsError {
  return new AwsError(code, message, 403);
}
