// Verifies SigV4 signatures that travel in the query of a URL, as MQTT over WebSocket uses them ("Elements of an AWS API
// request signature", IAM User Guide; AWS IoT Core: IAM users, groups, and roles).
import type { IamPrincipal } from './aws-service';
import { canonicalRequest, type SignableRequest, sha256Hex } from './canonical-request';
import type { ClaimedSignature } from './parse-authorization';
import {
  checkExpiry,
  checkProof,
  checkScope,
  knownKey,
  MAX_SKEW_MS,
  refusal,
  type SignatureContext,
  signedAtOf,
} from './verify-signature';

const CREDENTIAL = /^(\w{1,128})\/(\d{8})\/([\w-]{1,64})\/([\w-]{1,64})\/aws4_request$/;
const SIGNATURE = /^[0-9a-f]{64}$/;
const TOKEN = 'X-Amz-Security-Token';
/** Seven days, the longest that a presigned URL may be good for. */
const MAX_EXPIRES_SECONDS = 604_800;

/**
 * Returns who signed the URL for `service`. "Do not include X-Amz-Security-Token in the canonical query string: append it
 * after the signature has been computed." Throws AwsError as the signatures of headers do; a URL without X-Amz-Expires is
 * good for five minutes.
 */
export function verifyPresignedUrl(request: SignableRequest, service: string, context: SignatureContext): IamPrincipal {
  const { query } = request;
  if (!query.has('X-Amz-Signature')) {
    throw refusal('MissingAuthenticationTokenException', 'The URL is not signed: X-Amz-Signature is missing.');
  }
  const claimed = claimedBy(query);
  if (!claimed) throw refusal('IncompleteSignatureException', 'The query of the URL is not a SigV4 signature.');
  const date = query.get('X-Amz-Date') ?? '';
  if (claimed.scope.service !== service) {
    throw refusal('InvalidSignatureException', `Credential should be scoped to correct service: '${service}'.`);
  }
  checkScope(claimed, date);
  if (!claimed.signedHeaders.includes('host')) {
    throw refusal('IncompleteSignatureException', 'The header "host" must be signed.');
  }
  const key = knownKey(claimed.accessKeyId, query.get(TOKEN), context);
  checkLifetime(query, date, context.nowMs);
  checkExpiry(key, context.nowMs);
  const signed = new URLSearchParams([...query].filter(([name]) => name !== TOKEN));
  const canonical = canonicalRequest({ ...request, query: signed }, claimed.signedHeaders, sha256Hex(''), service);
  checkProof(claimed, date, canonical, key, context);
  return key.principal;
}

function claimedBy(query: URLSearchParams): ClaimedSignature | null {
  const credential = CREDENTIAL.exec(query.get('X-Amz-Credential') ?? '');
  const signature = query.get('X-Amz-Signature') ?? '';
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || !credential || !SIGNATURE.test(signature)) return null;
  const [, accessKeyId = '', date = '', region = '', service = ''] = credential;
  const signedHeaders = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  return { accessKeyId, scope: { date, region, service }, signedHeaders, signature };
}

function checkLifetime(query: URLSearchParams, date: string, nowMs: number): void {
  const given = query.get('X-Amz-Expires');
  const lifetimeMs = given === null ? MAX_SKEW_MS : Number(given) * 1000;
  if (!(lifetimeMs > 0 && lifetimeMs <= MAX_EXPIRES_SECONDS * 1000)) {
    throw refusal('IncompleteSignatureException', `X-Amz-Expires is from 1 to ${MAX_EXPIRES_SECONDS} seconds.`);
  }
  const ageMs = nowMs - signedAtOf(date);
  if (!(ageMs >= -MAX_SKEW_MS && ageMs <= lifetimeMs)) {
    throw refusal('InvalidSignatureException', `Signature not current: ${date} is too early or has expired.`);
  }
}
