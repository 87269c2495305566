// The authority of the local device gateway: one EC P-256 key, made at the first start and kept for the data's lifetime.
import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../disk/write-atomically';
import { EC_P256, END_OF_2049, type Issuer, newSerialNumber, validFrom } from './sign-certificate';
import * as x509 from './x509';

export interface CertificateAuthority extends Issuer {
  certificatePem: string;
  /** Absolute path of the certificate that devices must trust. */
  certificatePath: string;
}

/**
 * Reads the authority kept in `directory`, or makes it. The private key's file is readable by its owner only; the
 * certificate's by everybody, because devices and tools need it.
 */
export async function openCertificateAuthority(directory: string, nowMs: number): Promise<CertificateAuthority> {
  const certificatePath = join(directory, 'ca.pem');
  const keyPath = join(directory, 'ca.key');
  const kept = await readBoth(certificatePath, keyPath);
  if (kept) return authorityFrom(certificatePath, kept.certificate, kept.key);

  const keys = await webcrypto.subtle.generateKey(EC_P256, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: 'CN=Fleetlight Local IoT Root CA',
    notBefore: validFrom(nowMs),
    notAfter: new Date(END_OF_2049),
    signingAlgorithm: EC_P256,
    keys: keys as CryptoKeyPair,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  const certificatePem = `${certificate.toString('pem')}\n`;
  const keyPem = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  // Key first: a certificate without its key would be taken for a whole authority at the next start.
  await writeAtomically(keyPath, `${keyPem}\n`, 0o600);
  await writeAtomically(certificatePath, certificatePem, 0o644);
  return authorityFrom(certificatePath, certificatePem, keyPem);
}

async function readBoth(certificatePath: string, keyPath: string) {
  try {
    return { certificate: await readFile(certificatePath, 'utf8'), key: await readFile(keyPath, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function authorityFrom(certificatePath: string, certificatePem: string, keyPem: string) {
  const certificate = new x509.X509Certificate(certificatePem);
  const pkcs8 = x509.PemConverter.decode(keyPem)[0];
  if (!pkcs8) throw new Error(`${certificatePath.replace(/pem$/, 'key')} holds no private key.`);
  return {
    subject: certificate.subject,
    publicKey: certificate.publicKey,
    privateKey: (await webcrypto.subtle.importKey('pkcs8', pkcs8, EC_P256, false, ['sign'])) as CryptoKey,
    certificatePem,
    certificatePath,
  };
}
