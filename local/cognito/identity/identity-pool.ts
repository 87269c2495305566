// The identity pool: who may get AWS credentials, and with which role.
import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Assembly } from '../../assembly/assembly';
import { REGION } from '../../assembly/assembly';
import { AwsError } from '../../gateway/aws-service';
import { type PoolSettings, theOnly } from '../pool-settings';
import { TemplateValue } from '../read-template';
import type { RequestBody } from '../request-body';

export interface IdentityPoolSettings {
  identityPoolId: string;
  /** `cognito-idp.<region>.amazonaws.com/<poolId>`, the key under which a token is sent. */
  providerName: string;
  /** The role of a signed-in person whose token names none. */
  authenticatedRoleArn: string;
}

/** Reads the pool and its roles. Throws UnsupportedTemplateError for guest identities and rule-based role mappings. */
export function readIdentityPool(assembly: Assembly, pool: PoolSettings): IdentityPoolSettings {
  const resource = theOnly(assembly, 'AWS::Cognito::IdentityPool');
  const identityPool = TemplateValue.of(resource);
  const guests = identityPool.at('AllowUnauthenticatedIdentities');
  if (guests.flag(false)) guests.refuse('is on; the local Cognito knows no guest identities.');
  const providerName = `cognito-idp.${REGION}.amazonaws.com/${pool.poolId}`;
  const providers = identityPool.at('CognitoIdentityProviders');
  const names = providers.list().map((provider) => provider.at('ProviderName').text());
  if (names.join() !== providerName) providers.refuse(`must hold ${providerName} alone.`);
  if (identityPool.at('SupportedLoginProviders').keys().length > 0) {
    identityPool.at('SupportedLoginProviders').refuse('must be empty.');
  }

  const attachment = TemplateValue.of(theOnly(assembly, 'AWS::Cognito::IdentityPoolRoleAttachment'));
  const mappings = attachment.at('RoleMappings');
  for (const name of mappings.keys()) {
    if (mappings.at(name).at('Type').text() !== 'Token') mappings.at(name).refuse('must take the role from the token.');
  }
  return {
    identityPoolId: resource.ref,
    providerName,
    authenticatedRoleArn: attachment.at('Roles').at('authenticated').text(),
  };
}

/** The token that a request's `Logins` hold for our user pool. Throws NotAuthorizedException for guests and strangers. */
export function loginToken(settings: IdentityPoolSettings, body: RequestBody): string {
  const logins = body.part('Logins');
  const providers = Object.keys(logins.raw);
  if (providers.length === 0) {
    throw new AwsError('NotAuthorizedException', 'Unauthenticated access is not supported for this identity pool.');
  }
  if (providers.join() !== settings.providerName) {
    throw new AwsError('NotAuthorizedException', 'Token is not from a supported provider of this identity pool.');
  }
  return logins.text(settings.providerName, 131_072);
}

/** The identity of a user: `<region>:<uuid>`, the same at each sign-in. */
export function identityIdOf(settings: IdentityPoolSettings, claims: JWTPayload): string {
  const digits = createHash('sha256').update(`${settings.identityPoolId}|${claims.sub}`).digest('hex');
  return `${REGION}:${digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5')}`;
}
