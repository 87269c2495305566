// The record of a new user.
import type { CognitoContext } from '../cognito-context';
import { formatVerifier, makeVerifier } from '../passwords/password-verifier';
import type { PoolUser } from './user-directory';

/** An unconfirmed user whose username is their sub, as in pools that sign in by e-mail. */
export function newUser(
  cognito: CognitoContext,
  sub: string,
  password: string,
  attributes: PoolUser['Attributes'],
): PoolUser {
  const now = new Date(cognito.now());
  return {
    Username: sub,
    Attributes: [{ Name: 'sub', Value: sub }, ...attributes],
    Enabled: true,
    UserStatus: 'UNCONFIRMED',
    UserCreateDate: now,
    UserLastModifiedDate: now,
    Password: formatVerifier(makeVerifier(cognito.settings.poolName, sub, password)),
    RefreshTokens: [],
  };
}
