// The user pool, its client and its groups as the template declares them. A feature that the local Cognito lacks stops
// the start instead of being passed over.
import type { Assembly, AssemblyResource } from '../assembly/assembly';
import { REGION } from '../assembly/assembly';
import { TemplateValue } from './read-template';
import { readTokenLifetimes, type TokenLifetimes } from './tokens/token-lifetimes';

export interface PasswordPolicy {
  minimumLength: number;
  requireUppercase: boolean;
  requireLowercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
}

export interface ClientSettings {
  clientId: string;
  /** Without the `ALLOW_` prefix. */
  authFlows: ReadonlySet<string>;
  /** Whether errors hide which accounts exist. */
  hidesUnknownUsers: boolean;
  lifetimes: TokenLifetimes;
}

export interface GroupSettings {
  name: string;
  description: string | undefined;
  /** The lower, the more it counts. */
  precedence: number | undefined;
  roleArn: string | undefined;
}

export interface PoolSettings {
  poolId: string;
  poolArn: string;
  /** The part of the pool id after `_`, which SRP hashes. */
  poolName: string;
  issuer: string;
  passwordPolicy: PasswordPolicy;
  allowsSignUp: boolean;
  usernamesAreCaseSensitive: boolean;
  /** Attributes that take effect only after the code sent to the new value is entered. */
  verifiedBeforeUpdate: string[];
  verificationMail: { subject: string; body: string };
  /** ARN of the PostConfirmation function, when there is one. */
  postConfirmation: string | null;
  client: ClientSettings;
  groups: GroupSettings[];
}

/** Reads the one user pool of the assembly. Throws UnsupportedTemplateError for what cannot be honoured. */
export function readPoolSettings(assembly: Assembly): PoolSettings {
  const resource = theOnly(assembly, 'AWS::Cognito::UserPool');
  const pool = TemplateValue.of(resource);
  const signInNames = pool
    .at('UsernameAttributes')
    .list()
    .map((name) => name.text());
  if (signInNames.join() !== 'email') pool.at('UsernameAttributes').refuse('must be ["email"].');
  const verified = pool
    .at('AutoVerifiedAttributes')
    .list()
    .map((name) => name.text());
  if (verified.join() !== 'email') pool.at('AutoVerifiedAttributes').refuse('must be ["email"].');
  if (pool.at('MfaConfiguration').text('OFF') !== 'OFF') pool.at('MfaConfiguration').refuse('must be OFF.');
  for (const trigger of pool.at('LambdaConfig').keys()) {
    if (trigger !== 'PostConfirmation')
      pool.at('LambdaConfig').at(trigger).refuse('is a trigger that is not supported.');
  }
  for (const attribute of pool.at('Schema').list()) {
    if (attribute.at('Name').text() !== 'email') attribute.refuse('declares an attribute that is not supported.');
  }
  const policy = pool.at('Policies').at('PasswordPolicy');
  const message = pool.at('VerificationMessageTemplate');
  if (message.at('DefaultEmailOption').text('CONFIRM_WITH_CODE') !== 'CONFIRM_WITH_CODE') {
    message.at('DefaultEmailOption').refuse('must be CONFIRM_WITH_CODE.');
  }
  const trigger = pool.at('LambdaConfig').at('PostConfirmation');
  return {
    poolId: resource.ref,
    poolArn: resource.arn,
    poolName: resource.ref.split('_')[1] ?? pool.refuse(`has an id without "_": ${resource.ref}`),
    issuer: `https://cognito-idp.${REGION}.amazonaws.com/${resource.ref}`,
    passwordPolicy: {
      minimumLength: policy.at('MinimumLength').number(8),
      requireUppercase: policy.at('RequireUppercase').flag(false),
      requireLowercase: policy.at('RequireLowercase').flag(false),
      requireNumbers: policy.at('RequireNumbers').flag(false),
      requireSymbols: policy.at('RequireSymbols').flag(false),
    },
    allowsSignUp: !pool.at('AdminCreateUserConfig').at('AllowAdminCreateUserOnly').flag(false),
    usernamesAreCaseSensitive: pool.at('UsernameConfiguration').at('CaseSensitive').flag(true),
    verifiedBeforeUpdate: pool
      .at('UserAttributeUpdateSettings')
      .at('AttributesRequireVerificationBeforeUpdate')
      .list()
      .map((name) => name.text()),
    verificationMail: {
      subject: message.at('EmailSubject').text('Your verification code'),
      body: message.at('EmailMessage').text('Your confirmation code is {####}'),
    },
    postConfirmation: trigger.raw === undefined ? null : trigger.text(),
    client: readClient(theOnly(assembly, 'AWS::Cognito::UserPoolClient')),
    groups: assembly.ofType('AWS::Cognito::UserPoolGroup').map(readGroup),
  };
}

function readClient(resource: AssemblyResource): ClientSettings {
  const client = TemplateValue.of(resource);
  return {
    clientId: resource.ref,
    authFlows: new Set(
      client
        .at('ExplicitAuthFlows')
        .list()
        .map((flow) => flow.text().replace(/^ALLOW_/, '')),
    ),
    hidesUnknownUsers: client.at('PreventUserExistenceErrors').text('LEGACY') === 'ENABLED',
    lifetimes: readTokenLifetimes(client),
  };
}

function readGroup(resource: AssemblyResource): GroupSettings {
  const group = TemplateValue.of(resource);
  const optional = (key: string) => (group.at(key).raw === undefined ? undefined : group.at(key).text());
  return {
    name: group.at('GroupName').text(),
    description: optional('Description'),
    precedence: group.at('Precedence').raw === undefined ? undefined : group.at('Precedence').number(),
    roleArn: optional('RoleArn'),
  };
}

/** The single resource of a type; the local Cognito serves one pool with one client. */
export function theOnly(assembly: Assembly, type: string): AssemblyResource {
  const [resource, ...others] = assembly.ofType(type);
  if (!resource || others.length > 0) {
    throw new Error(`The template must hold one ${type}; it holds ${resource ? others.length + 1 : 0}.`);
  }
  return resource;
}
