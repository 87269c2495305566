// The RSA key that signs this installation's tokens. cognito-local ships one private key in its package, the same for
// everybody, with which anybody could forge a token; so each installation makes its own.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JSONWebKeySet,
} from 'jose';
import { replaceFile } from '../storage/durable-json';

export interface SigningKey {
  keyId: string;
  privateKey: CryptoKey;
  /** The public half, as published at `/<poolId>/.well-known/jwks.json`. */
  jwks: JSONWebKeySet;
}

/** Opens the key kept in `directory` (signing-key.pem, mode 0600), or makes it at the first start. */
export async function openSigningKey(directory: string): Promise<SigningKey> {
  const file = path.join(directory, 'signing-key.pem');
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    pem = await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey);
    await replaceFile(file, pem);
  }
  const privateKey = await importPKCS8(pem, 'RS256', { extractable: true });
  const { kty, n, e } = await exportJWK(privateKey);
  if (kty !== 'RSA' || !n || !e) throw new Error(`${file} holds no RSA key.`);
  const keyId = await calculateJwkThumbprint({ kty, n, e });
  return { keyId, privateKey, jwks: { keys: [{ kty, n, e, kid: keyId, alg: 'RS256', use: 'sig' }] } };
}
