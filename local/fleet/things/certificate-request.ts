// A device's own key: made here in a moment, and never sent anywhere. RSA keys, which the control plane makes, take it
// half a second of a core each.
import { webcrypto } from 'node:crypto';
import * as x509 from '../../iot/certificates/x509';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Makes a P-256 key pair and the PKCS #10 request to certify it. */
export async function requestCertificate(thingName: string): Promise<{ csrPem: string; privateKeyPem: string }> {
  const keys = await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [thingName] }],
    keys,
    signingAlgorithm: P256,
  });
  const privateKey = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = privateKey.match(/.{1,64}/g) ?? [];
  return {
    csrPem: request.toString('pem'),
    privateKeyPem: ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n'),
  };
}
