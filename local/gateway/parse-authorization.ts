// The Authorization header of a SigV4 request, taken apart. It proves nothing by itself.
import type { CredentialScope } from './signing-key';

/** What the signer says of itself. */
export interface ClaimedSignature {
  accessKeyId: string;
  scope: CredentialScope;
  /** Lower-case, in the order in which they were signed. */
  signedHeaders: string[];
  /** Lower-case hexadecimal. */
  signature: string;
}

const FORM =
  /^AWS4-HMAC-SHA256 +Credential=([\w]{1,128})\/(\d{8})\/([\w-]{1,64})\/([\w-]{1,64})\/aws4_request, *SignedHeaders=([^,\s]{1,4096}), *Signature=([0-9a-f]{64})$/;

/** Returns the parts of a SigV4 Authorization header, or null when it is not one. */
export function parseAuthorization(header: string | undefined): ClaimedSignature | null {
  const match = FORM.exec(header ?? '');
  if (!match) return null;
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match;
  return { accessKeyId, scope: { date, region, service }, signedHeaders: signedHeaders.split(';'), signature };
}
