import { describe, expect, it } from 'vitest';
import { decoyVerifier, formatVerifier, isPassword, makeVerifier, parseVerifier } from './password-verifier';
import { N } from './srp-group';
import { startHandshake } from './srp-handshake';

describe('a kept verifier', () => {
  it('knows its password, for its user and pool only, after a round trip through text', () => {
    const kept = parseVerifier(formatVerifier(makeVerifier('Pool', 'user', 'Passw0rd!')));
    expect(isPassword(kept, 'Pool', 'user', 'Passw0rd!')).toBe(true);
    expect(isPassword(kept, 'Pool', 'user', 'Passw0rd')).toBe(false);
    expect(isPassword(kept, 'Pool', 'other', 'Passw0rd!')).toBe(false);
    expect(isPassword(kept, 'Other', 'user', 'Passw0rd!')).toBe(false);
  });

  it('differs for the same password', () => {
    expect(makeVerifier('Pool', 'user', 'same').verifier).not.toBe(makeVerifier('Pool', 'user', 'same').verifier);
  });

  it('is never read from a plain password', () => {
    expect(() => parseVerifier('Passw0rd!')).toThrow('no password verifier');
  });
});

it('shows the same decoy for a name as long as the secret stays', () => {
  const secret = Buffer.from('secret');
  expect(decoyVerifier(secret, 'a')).toEqual(decoyVerifier(secret, 'a'));
  expect(decoyVerifier(secret, 'a')).not.toEqual(decoyVerifier(secret, 'b'));
  expect(decoyVerifier(secret, 'a')).not.toEqual(decoyVerifier(Buffer.from('other'), 'a'));
});

it.each(['0', N.toString(16), (2n * N).toString(16), '', 'xyz', '-1'])(
  'starts no sign-in with the public number %s',
  (hex) => {
    expect(startHandshake(makeVerifier('Pool', 'user', 'p'), hex)).toBeNull();
  },
);
