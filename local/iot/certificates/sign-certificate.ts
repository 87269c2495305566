// What a certificate of the local authority looks like: serial number, validity, extensions, signature.
import { createHash, randomBytes } from 'node:crypto';
import * as x509 from './x509';

export const EC_P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** AWS IoT's own certificates end with the year 2049 (AWS IoT: X.509 client certificates). */
export const END_OF_2049 = Date.UTC(2049, 11, 31, 23, 59, 59);

// A device whose clock is a little behind must not find its new certificate "not yet valid".
const CLOCK_TOLERANCE_MS = 3_600_000;

export interface SignedCertificate {
  pem: string;
  /** SHA-256 of the DER encoding, lower-case hex: how AWS IoT names a certificate. */
  certificateId: string;
  notBefore: number;
  notAfter: number;
}

/** Who signs. */
export interface Issuer {
  subject: string;
  publicKey: x509.PublicKey;
  privateKey: CryptoKey;
}

/** Returns a random positive serial number of 128 bits, as hex. */
export function newSerialNumber(): string {
  // The leading 1 keeps the number positive and of constant length (RFC 5280, 4.1.2.2).
  return `1${randomBytes(16).toString('hex').slice(1)}`;
}

/** Returns when a certificate made at `nowMs` starts to be valid. */
export function validFrom(nowMs: number): Date {
  return new Date(nowMs - CLOCK_TOLERANCE_MS);
}

/** Returns the AWS IoT certificate id of a DER-encoded certificate. */
export function certificateIdOf(der: ArrayBuffer | Buffer): string {
  return createHash('sha256').update(new Uint8Array(der)).digest('hex');
}

/**
 * Signs a leaf certificate. `use` sets the extended key usage; `hosts` and `addresses` become subject alternative names.
 */
export async function signCertificate(
  issuer: Issuer,
  request: {
    subject: string;
    publicKey: x509.PublicKey;
    use: 'client' | 'server';
    nowMs: number;
    notAfter: number;
    hosts?: readonly string[];
    addresses?: readonly string[];
  },
): Promise<SignedCertificate> {
  const names: x509.JsonGeneralName[] = [
    ...(request.hosts ?? []).map((value) => ({ type: 'dns' as const, value })),
    ...(request.addresses ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: request.subject,
    issuer: issuer.subject,
    notBefore: validFrom(request.nowMs),
    notAfter: new Date(request.notAfter),
    publicKey: request.publicKey,
    signingKey: issuer.privateKey,
    signingAlgorithm: EC_P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension([
        request.use === 'client' ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth,
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(request.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  return {
    pem: `${certificate.toString('pem')}\n`,
    certificateId: certificateIdOf(certificate.rawData),
    notBefore: certificate.notBefore.getTime(),
    notAfter: certificate.notAfter.getTime(),
  };
}
