// What is kept of a password: a salt and the SRP verifier g^x. A password can be checked against it and SRP can be spoken
// with it, yet it is not the password and does not sign anybody in.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { GENERATOR, hashHex, N, padHex, power } from './srp-group';

export interface PasswordVerifier {
  salt: bigint;
  verifier: bigint;
}

function privateKey(poolName: string, username: string, password: string, salt: bigint): bigint {
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest('hex');
  return hashHex(padHex(salt) + identity);
}

/** Makes the verifier of a new password. `poolName` is the part of the pool id after `_`, as SRP clients hash it. */
export function makeVerifier(poolName: string, username: string, password: string): PasswordVerifier {
  const salt = BigInt(`0x${randomBytes(16).toString('hex')}`);
  return { salt, verifier: power(GENERATOR, privateKey(poolName, username, password, salt)) };
}

/** Whether `password` is the one that the verifier was made from, compared in constant time. */
export function isPassword(kept: PasswordVerifier, poolName: string, username: string, password: string): boolean {
  const given = power(GENERATOR, privateKey(poolName, username, password, kept.salt));
  const digest = (value: bigint) => createHash('sha256').update(padHex(value)).digest();
  return timingSafeEqual(digest(given), digest(kept.verifier));
}

/**
 * The verifier shown for a username that does not exist: it stays the same for a name as long as `secret` does, so that an
 * unknown name looks like a known one, and nobody knows a password for it.
 */
export function decoyVerifier(secret: Buffer, username: string): PasswordVerifier {
  const derive = (purpose: string) => createHmac('sha256', secret).update(`${purpose}:${username}`).digest('hex');
  const verifier = Array.from({ length: 12 }, (_, part) => derive(`verifier ${part}`)).join('');
  return { salt: BigInt(`0x${derive('salt').slice(0, 32)}`), verifier: BigInt(`0x${verifier}`) % N };
}

/** The verifier as text, for the user's record. */
export function formatVerifier({ salt, verifier }: PasswordVerifier): string {
  return `srp-3072-sha256:${salt.toString(16)}:${verifier.toString(16)}`;
}

/** Reads what formatVerifier wrote. Throws when the record holds anything else: no record may hold a password. */
export function parseVerifier(text: string): PasswordVerifier {
  const [, salt, verifier] = /^srp-3072-sha256:([0-9a-f]+):([0-9a-f]+)$/.exec(text) ?? [];
  if (!salt || !verifier) throw new Error('A user record holds no password verifier.');
  return { salt: BigInt(`0x${salt}`), verifier: BigInt(`0x${verifier}`) };
}
