// amplify_outputs.json as AWS's deployment would write it for the app, from the stack's outputs. The mapping is that of
// @aws-amplify/client-config (version 1 of the file's schema).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assembly } from './assembly';

const INTROSPECTION_FILE = 'modelIntrospectionSchema.json';
// `backend.addOutput` states the version; without custom outputs the deployer writes its default.
const DEFAULT_VERSION = '1.4';
const MFA_CONFIGURATIONS = new Map([
  ['OFF', 'NONE'],
  ['OPTIONAL', 'OPTIONAL'],
  ['ON', 'REQUIRED'],
]);

/** Returns the content of amplify_outputs.json: version, auth, data and what the backend adds itself. */
export function amplifyOutputs(assembly: Assembly): Record<string, unknown> {
  const output = (name: string): string | undefined => {
    const value = assembly.outputs[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const custom: Record<string, unknown> = JSON.parse(output('customOutputs') ?? '{}');
  return {
    version: DEFAULT_VERSION,
    ...(output('userPoolId') === undefined ? {} : { auth: authSection(output) }),
    ...(output('awsAppsyncApiEndpoint') === undefined ? {} : { data: dataSection(output, assembly) }),
    ...custom,
  };
}

type Output = (name: string) => string | undefined;

function authSection(output: Output): Record<string, unknown> {
  const parsed = (name: string) => {
    const value = output(name);
    return value === undefined ? undefined : JSON.parse(value);
  };
  const requirements: string[] = parsed('passwordPolicyRequirements') ?? [];
  const unauthenticated = output('allowUnauthenticatedIdentities');
  return withoutUndefined({
    user_pool_id: output('userPoolId'),
    aws_region: output('authRegion'),
    user_pool_client_id: output('webClientId'),
    identity_pool_id: output('identityPoolId'),
    mfa_methods: parsed('mfaTypes'),
    standard_required_attributes: parsed('signupAttributes'),
    username_attributes: parsed('usernameAttributes'),
    user_verification_types: parsed('verificationMechanisms'),
    groups: parsed('groups'),
    mfa_configuration: MFA_CONFIGURATIONS.get(output('mfaConfiguration') ?? ''),
    password_policy: {
      min_length: Number.parseInt(output('passwordPolicyMinLength') ?? '8', 10),
      require_lowercase: requirements.includes('REQUIRES_LOWERCASE'),
      require_numbers: requirements.includes('REQUIRES_NUMBERS'),
      require_symbols: requirements.includes('REQUIRES_SYMBOLS'),
      require_uppercase: requirements.includes('REQUIRES_UPPERCASE'),
    },
    unauthenticated_identities_enabled: unauthenticated === undefined ? undefined : unauthenticated === 'true',
    oauth: oauthSection(output, parsed),
  });
}

// The deployer writes it only when both redirects are set.
function oauthSection(output: Output, parsed: (name: string) => unknown): Record<string, unknown> | undefined {
  const [signIn, signOut] = [output('oauthRedirectSignIn'), output('oauthRedirectSignOut')];
  if (signIn === undefined || signOut === undefined) return undefined;
  return {
    identity_providers: parsed('socialProviders') ?? [],
    redirect_sign_in_uri: signIn.split(','),
    redirect_sign_out_uri: signOut.split(','),
    response_type: output('oauthResponseType'),
    scopes: parsed('oauthScope') ?? [],
    domain: output('oauthCognitoDomain') ?? '',
  };
}

function dataSection(output: Output, assembly: Assembly): Record<string, unknown> {
  return withoutUndefined({
    url: output('awsAppsyncApiEndpoint'),
    aws_region: output('awsAppsyncRegion'),
    api_key: output('awsAppsyncApiKey'),
    default_authorization_type: output('awsAppsyncAuthenticationType'),
    authorization_types: output('awsAppsyncAdditionalAuthenticationTypes')?.split(','),
    model_introspection: modelIntrospection(assembly),
  });
}

function modelIntrospection(assembly: Assembly): unknown {
  for (const { properties } of assembly.ofType('Custom::CDKBucketDeployment')) {
    for (const key of properties.SourceObjectKeys as string[]) {
      const file = join(assembly.assetPath(key), INTROSPECTION_FILE);
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    }
  }
  throw new Error(`No asset of the assembly holds ${INTROSPECTION_FILE}.`);
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
