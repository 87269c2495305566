// Verifies a JWT of the API's user pool: signature, time, issuer, use and client, in this order.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../settings/clock';
import type { TokenIssuer } from '../api-definition';
import { RequestRefused } from '../appsync-error';

/** A token's claims, all of them verified as the pool's. */
export interface VerifiedToken {
  claims: JWTPayload;
  /** Epoch ms. */
  expiresAt: number;
}

const MAX_REMEMBERED = 2_000;

/**
 * Returns a function that verifies a token and gives its claims. It throws RequestRefused (401 UnauthorizedException) with
 * AppSync's words. A verified token is remembered, so that a busy client costs one signature; its expiry is checked each time.
 * `jwks` is asked again when a token names a key that is not known yet.
 */
export function userPoolTokenVerifier(
  tokens: TokenIssuer,
  jwks: () => Promise<JSONWebKeySet>,
  clock: Clock,
): (token: string) => Promise<VerifiedToken> {
  const remembered = new Map<string, VerifiedToken>();
  let keys: ReturnType<typeof createLocalJWKSet> | null = null;

  const verifySignature = async (token: string): Promise<JWTPayload> => {
    const options = {
      algorithms: ['RS256'],
      issuer: tokens.issuer,
      currentDate: new Date(clock.now()),
      requiredClaims: ['exp'],
    };
    keys ??= createLocalJWKSet(await jwks());
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      keys = createLocalJWKSet(await jwks());
      return (await jwtVerify(token, keys, options)).payload;
    }
  };

  return async (token) => {
    let verified = remembered.get(token);
    if (!verified) {
      const claims = await verifySignature(token).catch((error: unknown) => {
        throw refusal(error);
      });
      const client =
        claims.token_use === 'access' ? claims.client_id : claims.token_use === 'id' ? claims.aud : undefined;
      if (typeof client !== 'string' || !tokens.clientIds.has(client)) throw unauthorized();
      verified = { claims, expiresAt: (claims.exp ?? 0) * 1000 };
      const oldest = remembered.keys().next();
      if (remembered.size >= MAX_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
      remembered.set(token, verified);
    }
    if (verified.expiresAt <= clock.now()) throw tokenExpired();
    return verified;
  };
}

/** Returns AppSync's refusal of an expired token. */
export const tokenExpired = (): RequestRefused =>
  new RequestRefused('UnauthorizedException', 'Token has expired.', 401);

/** Returns AppSync's refusal of a caller that it does not know. */
export const unauthorized = (): RequestRefused =>
  new RequestRefused('UnauthorizedException', 'You are not authorized to make this call.', 401);

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return new RequestRefused('UnauthorizedException', 'Unable to parse JWT token.', 401);
  return error instanceof errors.JOSEError ? unauthorized() : error;
}
