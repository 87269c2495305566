// User attributes as requests carry them: a list of names and values.

import { USER_POOL_AWS_DEFAULTS } from 'cognito-local/lib/services/cognitoService.js';
import { validatePermittedAttributeChanges } from 'cognito-local/lib/services/userPoolService.js';
import { AwsError } from '../../gateway/aws-service';
import { invalidParameter, type RequestBody } from '../request-body';
import type { PoolUser } from './user-directory';

export interface Attribute {
  Name: string;
  Value: string;
}

/** Attributes that only Cognito itself sets: who could write `email_verified` would own anybody's address. */
const NOT_WRITABLE = new Set(['sub', 'email_verified', 'phone_number_verified', 'identities', 'updated_at']);
const SCHEMA = USER_POOL_AWS_DEFAULTS.SchemaAttributes ?? [];
const E_MAIL = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;

/** Reads `UserAttributes` of a client's request. Throws for unknown, forbidden, repeated or malformed ones. */
export function readAttributes(body: RequestBody): Attribute[] {
  const list = body.raw.UserAttributes ?? [];
  if (!Array.isArray(list) || list.length > 50) throw invalidParameter('UserAttributes must be a list.');
  const attributes = list.map((item: unknown): Attribute => {
    if (typeof item !== 'object' || item === null) throw invalidParameter('UserAttributes holds no attribute.');
    const { Name, Value = '' } = item as { Name?: unknown; Value?: unknown };
    if (typeof Name !== 'string' || typeof Value !== 'string' || Value.length > 2048) {
      throw invalidParameter('UserAttributes holds a malformed attribute.');
    }
    if (NOT_WRITABLE.has(Name)) {
      throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
    }
    return { Name, Value };
  });
  if (new Set(attributes.map(({ Name }) => Name)).size < attributes.length) {
    throw invalidParameter('UserAttributes names an attribute twice.');
  }
  for (const { Name, Value } of attributes) {
    if (Name === 'email' && !isEmail(Value)) throw invalidParameter('Invalid email address format.');
  }
  validatePermittedAttributeChanges(attributes, SCHEMA);
  return attributes;
}

/** Whether a text can be an e-mail address: something, an at sign, a domain with a dot. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && E_MAIL.test(text);
}

/** One attribute's value; undefined when the user has none. */
export function attributeOf(user: Pick<PoolUser, 'Attributes'>, name: string): string | undefined {
  return user.Attributes.find((attribute) => attribute.Name === name)?.Value;
}

/** The attributes with `changes` in place of those of the same name. */
export function withAttributes(attributes: PoolUser['Attributes'], ...changes: Attribute[]): PoolUser['Attributes'] {
  const changed = new Set(changes.map(({ Name }) => Name));
  return [...attributes.filter(({ Name }) => !changed.has(Name)), ...changes];
}
