// Access and ID tokens with the claims that Amazon Cognito documents for them. Groups are read when a token is issued, so
// a new role takes effect with the next refresh.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { PoolSettings } from '../pool-settings';
import type { PoolUser } from '../users/user-directory';
import type { SigningKey } from './signing-key';

/** One sign-in, shared by every token refreshed from it. */
export interface SignIn {
  /** Epoch seconds of the moment when the password was given. */
  authTime: number;
  /** The `origin_jti` claim, by which a sign-in is revoked. */
  originJti: string;
  eventId: string;
}

/** `AuthenticationResult` without its refresh token. */
export interface IssuedTokens {
  AccessToken: string;
  IdToken: string;
  TokenType: 'Bearer';
  ExpiresIn: number;
}

/** Signs both tokens for a user who is in `groupNames`. `nowMs` is epoch milliseconds. */
export async function issueTokens(
  key: SigningKey,
  settings: PoolSettings,
  user: PoolUser,
  groupNames: readonly string[],
  signIn: SignIn,
  nowMs: number,
): Promise<IssuedTokens> {
  const issuedAt = Math.floor(nowMs / 1000);
  const { clientId, lifetimes } = settings.client;
  const attributes = Object.fromEntries(user.Attributes.map(({ Name, Value }) => [Name, Value ?? '']));
  const { email_verified: emailVerified, sub, ...readable } = attributes;
  const groups = settings.groups
    .filter((group) => groupNames.includes(group.name))
    .sort((a, b) => (a.precedence ?? Number.MAX_SAFE_INTEGER) - (b.precedence ?? Number.MAX_SAFE_INTEGER));
  const roles = groups.flatMap((group) => group.roleArn ?? []);
  const groupClaim = groups.length > 0 ? { 'cognito:groups': groups.map((group) => group.name) } : {};

  const shared = {
    sub: sub ?? user.Username,
    ...groupClaim,
    iss: settings.issuer,
    origin_jti: signIn.originJti,
    event_id: signIn.eventId,
    auth_time: signIn.authTime,
    iat: issuedAt,
  };
  const sign = (claims: Record<string, unknown>, lifetimeSeconds: number) =>
    new SignJWT({ ...shared, ...claims, jti: randomUUID(), exp: issuedAt + lifetimeSeconds })
      .setProtectedHeader({ alg: 'RS256', kid: key.keyId })
      .sign(key.privateKey);

  return {
    AccessToken: await sign(
      { token_use: 'access', client_id: clientId, scope: 'aws.cognito.signin.user.admin', username: user.Username },
      lifetimes.accessSeconds,
    ),
    IdToken: await sign(
      {
        ...readable,
        email_verified: emailVerified === 'true',
        'cognito:username': user.Username,
        ...(roles.length > 0 ? { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] } : {}),
        aud: clientId,
        token_use: 'id',
      },
      lifetimes.idSeconds,
    ),
    TokenType: 'Bearer',
    ExpiresIn: lifetimes.accessSeconds,
  };
}
