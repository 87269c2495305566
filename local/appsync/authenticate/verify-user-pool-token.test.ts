import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { ManualClock } from '../../settings/manual-clock';
import { userPoolTokenVerifier } from './verify-user-pool-token';

const TOKENS = { issuer: 'https://issuer', clientIds: new Set(['client']), defaultAction: 'ALLOW' };

async function keyPair(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256' } };
}
type Key = Awaited<ReturnType<typeof keyPair>>;

// Made before the tests: a busy machine takes seconds for a few.
const [old, fresh, foreign] = await Promise.all([keyPair('old'), keyPair('fresh'), keyPair('foreign')]);

const sign = ({ kid, privateKey }: Key, expiresAt: number) =>
  new SignJWT({ iss: TOKENS.issuer, client_id: 'client', token_use: 'access', exp: expiresAt / 1000 })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(privateKey);

test('a token that was verified before is refused once it has expired', async () => {
  const clock = new ManualClock();
  const verify = userPoolTokenVerifier(TOKENS, async () => ({ keys: [old.jwk] }), clock);
  const token = await sign(old, clock.now() + 10_000);

  expect((await verify(token)).expiresAt).toBe(clock.now() + 10_000);
  clock.advance(9_999);
  await expect(verify(token)).resolves.toBeDefined();
  clock.advance(1);
  await expect(verify(token)).rejects.toThrow('Token has expired.');
});

test('the keys are asked for once, and again for a key that is not known', async () => {
  const clock = new ManualClock();
  let published = [old.jwk];
  let asked = 0;
  const jwks = async () => {
    asked++;
    return { keys: published };
  };
  const verify = userPoolTokenVerifier(TOKENS, jwks, clock);
  const until = clock.now() + 10_000;

  await verify(await sign(old, until));
  await verify(await sign(old, until + 1_000));
  expect(asked).toBe(1);
  published = [fresh.jwk];
  await verify(await sign(fresh, until));
  expect(asked).toBe(2);
  await expect(verify(await sign(foreign, until))).rejects.toThrow('You are not authorized to make this call.');
});
