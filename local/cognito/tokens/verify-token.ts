// Verifies a token that this pool issued: signature by our own key, issuer, expiry, and that it is the kind asked for.
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { AwsError } from '../../gateway/aws-service';
import type { PoolSettings } from '../pool-settings';
import type { SigningKey } from './signing-key';

/** Returns the claims. Throws NotAuthorizedException in Cognito's words when the token is not to be trusted. */
export async function verifyToken(
  key: SigningKey,
  settings: PoolSettings,
  use: 'access' | 'id',
  token: string,
  nowMs: number,
): Promise<JWTPayload> {
  const kind = use === 'access' ? 'Access Token' : 'login token';
  let claims: JWTPayload;
  try {
    const verified = await jwtVerify(token, createLocalJWKSet(key.jwks), {
      algorithms: ['RS256'],
      issuer: settings.issuer,
      currentDate: new Date(nowMs),
    });
    claims = verified.payload;
  } catch (error) {
    const expired = error instanceof errors.JWTExpired;
    throw new AwsError('NotAuthorizedException', expired ? `${kind} has expired` : `Invalid ${kind}`);
  }
  const client = use === 'access' ? claims.client_id : claims.aud;
  if (claims.token_use !== use || client !== settings.client.clientId) {
    throw new AwsError('NotAuthorizedException', `Invalid ${kind}`);
  }
  return claims;
}
