// The certificate that the broker shows. It names every address under which devices reach it.
import { generateKeyPair, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeAtomically } from '../disk/write-atomically';
import type { CertificateAuthority } from './certificate-authority';
import { signCertificate } from './sign-certificate';
import * as x509 from './x509';

const DAY_MS = 86_400_000;
// Apple's TLS stack refuses server certificates that live longer (Apple support article 103769).
const LIFETIME_MS = 825 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;

export interface ServerIdentity {
  certificatePem: string;
  keyPem: string;
}

/**
 * Returns the certificate kept in `directory`, or issues one for localhost, 127.0.0.1 and `lanAddresses` when none is
 * kept, the addresses changed, another authority signed it, or it ends within 30 days.
 */
export async function openServerIdentity(
  directory: string,
  authority: CertificateAuthority,
  lanAddresses: readonly string[],
  nowMs: number,
): Promise<ServerIdentity> {
  const path = join(directory, 'server.json');
  const addresses = [...new Set(['127.0.0.1', ...lanAddresses])].sort();
  const kept = await readKept(path);
  if (kept && isStillGood(kept.certificatePem, authority, addresses, nowMs)) return kept;

  const pair = await promisify(generateKeyPair)('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { pem } = await signCertificate(authority, {
    subject: 'CN=localhost',
    publicKey: new x509.PublicKey(pair.publicKey),
    use: 'server',
    hosts: ['localhost'],
    addresses,
    nowMs,
    notAfter: nowMs + LIFETIME_MS,
  });
  const identity = { certificatePem: pem, keyPem: pair.privateKey };
  // One file for both, so that a kill cannot leave a key beside another key's certificate.
  await writeAtomically(path, JSON.stringify(identity));
  return identity;
}

async function readKept(path: string): Promise<ServerIdentity | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // Missing or damaged: a new one costs nothing.
    return null;
  }
}

function isStillGood(pem: string, authority: CertificateAuthority, addresses: readonly string[], nowMs: number) {
  try {
    const certificate = new X509Certificate(pem);
    const named = (certificate.subjectAltName ?? '')
      .split(', ')
      .filter((name) => name.startsWith('IP Address:'))
      .map((name) => name.slice('IP Address:'.length))
      .sort();
    return (
      certificate.verify(new X509Certificate(authority.certificatePem).publicKey) &&
      Date.parse(certificate.validTo) > nowMs + RENEW_BEFORE_MS &&
      named.join() === addresses.join()
    );
  } catch {
    return false;
  }
}
