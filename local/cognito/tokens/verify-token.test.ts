import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PoolSettings } from '../pool-settings';
import { openSigningKey, type SigningKey } from './signing-key';
import { verifyToken } from './verify-token';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Fleetlight';
// The verifier reads no other setting.
const settings = { issuer, client: { clientId: 'ours' } } as PoolSettings;
const nowMs = 1_800_000_000_000;

let directory: string;
let key: SigningKey;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'key-'));
  key = await openSigningKey(directory);
});
afterAll(() => rm(directory, { recursive: true }));

const access = { iss: issuer, token_use: 'access', client_id: 'ours', exp: nowMs / 1000 + 1 };
const verify = async (claims: Record<string, unknown>, use: 'access' | 'id' = 'access') => {
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.keyId }).sign(key.privateKey);
  return verifyToken(key, settings, use, token, nowMs);
};

it('accepts a token of this pool and client', async () => {
  expect(await verify(access)).toEqual(access);
  const id = { iss: issuer, token_use: 'id', aud: 'ours', exp: nowMs / 1000 + 1 };
  expect(await verify(id, 'id')).toEqual(id);
});

describe('although our key signed it', () => {
  it.each([
    ['another pool’s token', { ...access, iss: `${issuer}2` }],
    ['a token without an issuer', { ...access, iss: undefined }],
    ['another client’s token', { ...access, client_id: 'theirs' }],
    ['an ID token with a client id', { ...access, token_use: 'id' }],
    ['an expired token', { ...access, exp: nowMs / 1000 }],
  ])('refuses %s', async (_, claims) => {
    await expect(verify(claims)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });

  it('refuses an access token for an ID token', async () => {
    await expect(verify({ ...access, aud: 'ours' }, 'id')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
});

it('opens the same key again', async () => {
  expect((await openSigningKey(directory)).keyId).toBe(key.keyId);
});
