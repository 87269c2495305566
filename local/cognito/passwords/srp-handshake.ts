// The server's half of one SRP sign-in, in the two steps of USER_SRP_AUTH and PASSWORD_VERIFIER. The key derivation
// ("Caldera Derived Key") and the signed fields are those of Amazon's public client libraries.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordVerifier } from './password-verifier';
import { GENERATOR, hashHex, MULTIPLIER, N, padHex, power } from './srp-group';

/** What the server remembers between the two steps. */
export interface SrpHandshake {
  salt: string;
  /** SRP_B, in hexadecimal. */
  serverPublic: string;
  secretBlock: string;
  sessionKey: Buffer;
}

/** Starts a sign-in; null when the client's public number is none, or one that would make the key predictable (RFC 5054, 2.5.4). */
export function startHandshake(kept: PasswordVerifier, clientPublicHex: string): SrpHandshake | null {
  if (!/^[0-9a-fA-F]{1,1024}$/.test(clientPublicHex)) return null;
  const clientPublic = BigInt(`0x${clientPublicHex}`);
  if (clientPublic % N === 0n) return null;

  const secret = BigInt(`0x${randomBytes(32).toString('hex')}`);
  const serverPublic = (MULTIPLIER * kept.verifier + power(GENERATOR, secret)) % N;
  const scramble = hashHex(padHex(clientPublic) + padHex(serverPublic));
  const shared = power(clientPublic * power(kept.verifier, scramble), secret);
  const extracted = hmac(Buffer.from(padHex(scramble), 'hex'), Buffer.from(padHex(shared), 'hex'));
  return {
    salt: kept.salt.toString(16),
    serverPublic: serverPublic.toString(16),
    secretBlock: randomBytes(64).toString('base64'),
    sessionKey: hmac(extracted, 'Caldera Derived Key\u0001').subarray(0, 16),
  };
}

/** Whether the client proved that it knows the password: its signature over pool, user, secret block and time. */
export function isProof(
  handshake: SrpHandshake,
  claim: { poolName: string; username: string; timestamp: string; signature: string },
): boolean {
  const expected = createHmac('sha256', handshake.sessionKey)
    .update(claim.poolName)
    .update(claim.username)
    .update(Buffer.from(handshake.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hmac(key: Buffer, message: Buffer | string): Buffer {
  return createHmac('sha256', key).update(message).digest();
}
