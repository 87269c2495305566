// Certificates of devices: with a key made here, or for a key that never left the device.
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { CertificateAuthority } from './certificate-authority';
import { END_OF_2049, type SignedCertificate, signCertificate } from './sign-certificate';
import * as x509 from './x509';

const SUBJECT = 'CN=AWS IoT Certificate';

/** A certificate with the RSA-2048 keys that were made for it. The private key is kept nowhere else. */
export interface CertificateWithKeys extends SignedCertificate {
  publicKeyPem: string;
  privateKeyPem: string;
}

/** Makes an RSA-2048 key pair and its certificate, as AWS IoT's CreateKeysAndCertificate does. */
export async function issueWithKeys(authority: CertificateAuthority, nowMs: number): Promise<CertificateWithKeys> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const certificate = await signCertificate(authority, {
    subject: SUBJECT,
    publicKey: new x509.PublicKey(pair.publicKey),
    use: 'client',
    nowMs,
    notAfter: END_OF_2049,
  });
  return { ...certificate, publicKeyPem: pair.publicKey, privateKeyPem: pair.privateKey };
}

export type CsrResult = { ok: true; certificate: SignedCertificate } | { ok: false; problem: string };

/**
 * Signs a PKCS #10 request. Its key must be RSA of at least 2,048 bits or EC on P-256, P-384 or P-521 (AWS IoT:
 * CreateCertificateFromCsr), and the request must bear that key's signature.
 */
export async function issueFromCsr(authority: CertificateAuthority, csrPem: string, nowMs: number): Promise<CsrResult> {
  let request: x509.Pkcs10CertificateRequest;
  let proven = false;
  try {
    request = new x509.Pkcs10CertificateRequest(csrPem);
    proven = await request.verify();
  } catch {
    return { ok: false, problem: 'The certificate signing request cannot be read.' };
  }
  if (!proven) return { ok: false, problem: "The certificate signing request does not bear its own key's signature." };
  const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
  const details = key.asymmetricKeyDetails ?? {};
  const isGoodRsa = key.asymmetricKeyType === 'rsa' && (details.modulusLength ?? 0) >= 2048;
  const isGoodEc =
    key.asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(details.namedCurve ?? '');
  if (!isGoodRsa && !isGoodEc) {
    return { ok: false, problem: 'The key must be RSA of at least 2048 bits, or EC on P-256, P-384 or P-521.' };
  }
  const certificate = await signCertificate(authority, {
    // The subject that the requester wrote is kept, as AWS IoT does.
    subject: request.subject || SUBJECT,
    publicKey: request.publicKey,
    use: 'client',
    nowMs,
    notAfter: END_OF_2049,
  });
  return { ok: true, certificate };
}
