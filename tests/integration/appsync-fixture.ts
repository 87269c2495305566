// The AppSync of the laptop on a free port: the backend's real assembly, tables and policies, tokens signed by a test's key.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type AppSyncOptions, createAppSync } from '../../local/appsync/create-appsync';
import type { Assembly } from '../../local/assembly/assembly';
import { loadAssembly } from '../../local/assembly/load-assembly';
import { synthesize } from '../../local/assembly/synthesize';
import { startDynamoDb } from '../../local/dynamodb/start-dynamodb';
import { type AwsCredentials, openAccessKeys } from '../../local/gateway/access-keys';
import { openGateway } from '../../local/gateway/gateway';
import { createIamAuthority } from '../../local/gateway/iam-authority';

export type Group = 'admin' | 'operator' | 'viewer';

const KEY = { alg: 'RS256', kid: 'test-key' };
const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const publicJwk = { ...(await exportJWK(publicKey)), ...KEY, use: 'sig' };

/** A key that the user pool does not have, under the id of one that it has. */
export const foreignKey = (await generateKeyPair('RS256')).privateKey;

export interface TokenOptions {
  groups?: Group[];
  username?: string;
  /** Changes or, with undefined, removes claims. */
  claims?: Record<string, unknown>;
  expiresAt?: number;
  key?: CryptoKey;
}

export interface GraphQlAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: a response has the shape that the test's query asks for.
  data?: any;
  errors?: { message: string; errorType?: string; path?: (string | number)[]; errorInfo?: unknown }[];
}

/** Returns the folder of the backend's assembly, synthesized when it is not there yet. */
export async function synthesized(): Promise<string> {
  return (await synthesize({ rootDirectory: resolve('.'), type: 'sandbox' })).directory;
}

/** Everything that a test needs of a running API. */
export async function startAppSync(overrides: Partial<AppSyncOptions> = {}) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'fleetlight-appsync-'));
  const gateway = await openGateway({ host: '127.0.0.1', port: 0, portSetting: '--aws-port' });
  const directory = await synthesized();
  const assembly = loadAssembly(directory, { awsEndpoint: gateway.url });
  const dynamodb = await startDynamoDb({ assembly, dataDirectory });
  const dynamo = dynamodb.localClient();
  const accessKeys = openAccessKeys(dataDirectory, Date.now);
  const authority = createIamAuthority(assembly, accessKeys, Date.now);
  const warnings: string[] = [];
  const appsync = createAppSync({
    assembly,
    tables: dynamodb.tables,
    authority,
    functions: { invoke: () => Promise.reject(new Error('No function is expected.')) },
    isRoleAllowed: (roleArn, action, resource) =>
      authority.isAllowed({ arn: roleArn, roleArn, accessKeyId: '', cognitoIdentityId: null }, action, resource),
    jwks: async () => ({ keys: [publicJwk] }),
    warn: (message, error) => warnings.push(`${message} ${error instanceof Error ? error.stack : ''}`),
    ...overrides,
  });
  gateway.serve({
    services: [dynamodb.service],
    routes: [
      { path: '/graphql', http: appsync.http },
      { path: '/graphql/realtime', upgrade: appsync.upgrade },
    ],
    authority,
    allowedOrigins: [],
  });
  const url = `${gateway.url}/graphql`;
  const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${only(assembly, 'AWS::Cognito::UserPool').ref}`;

  const token = ({ groups, username = 'ada', claims, expiresAt, key = privateKey }: TokenOptions = {}) =>
    new SignJWT({
      sub: `sub-${username}`,
      username,
      client_id: only(assembly, 'AWS::Cognito::UserPoolClient').ref,
      token_use: 'access',
      iss: issuer,
      exp: Math.floor((expiresAt ?? Date.now() + 3_600_000) / 1000),
      ...(groups ? { 'cognito:groups': groups } : {}),
      ...claims,
    })
      .setProtectedHeader(KEY)
      .sign(key);
  const post = async (
    headers: Record<string, string>,
    body: string,
  ): Promise<{ status: number; body: GraphQlAnswer }> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: response.status, body: (await response.json()) as GraphQlAnswer };
  };

  return {
    assembly,
    dynamo,
    gateway,
    issuer,
    url,
    warnings,
    token,
    post,
    /** Sends a request with a token; an empty text sends none. */
    async ask(authorization: string, query: string, variables: object = {}): Promise<GraphQlAnswer> {
      return (await post(authorization ? { authorization } : {}, JSON.stringify({ query, variables }))).body;
    },
    /** Sends a request signed with AWS credentials. */
    async askSigned(credentials: SigningCredentials, query: string, variables: object = {}) {
      const body = JSON.stringify({ query, variables });
      return post(await signedHeaders(credentials, url, body), body);
    },
    /** Credentials of the function whose role's logical id starts with `prefix`. */
    functionCredentials(prefix: string): AwsCredentials {
      const role = assembly
        .ofType('AWS::IAM::Role')
        .find(({ logicalId }) => logicalId.toLowerCase().startsWith(prefix));
      if (!role) throw new Error(`No role starts with ${prefix}.`);
      return accessKeys.issueForRole(role.arn, prefix);
    },
    identityCredentials(group: Group): AwsCredentials {
      const role = assembly.ofType('AWS::IAM::Role').find(({ logicalId }) => logicalId.includes(`${group}GroupRole`));
      if (!role) throw new Error(`No role for ${group}.`);
      return accessKeys.issueForIdentity('eu-central-1:identity', role.arn, 3_600_000);
    },
    async stop() {
      appsync.stop();
      await gateway.stop();
      dynamo.destroy();
      await dynamodb.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

export type RunningAppSync = Awaited<ReturnType<typeof startAppSync>>;
type SigningCredentials = Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** Headers of a request that is signed as the AWS SDK signs. */
export async function signedHeaders(
  credentials: SigningCredentials,
  url: string,
  body: string,
): Promise<Record<string, string>> {
  const { hostname, host, pathname } = new URL(url);
  const signer = new SignatureV4({ service: 'appsync', region: 'eu-central-1', credentials, sha256: Sha256 });
  const request = new HttpRequest({
    method: 'POST',
    hostname,
    path: pathname,
    headers: { host, 'content-type': 'application/json' },
    body,
  });
  const { headers } = await signer.sign(request);
  return headers;
}

function only(assembly: Assembly, type: string) {
  const [resource] = assembly.ofType(type);
  if (!resource) throw new Error(`The assembly has no ${type}.`);
  return resource;
}

type Sometimes<Found> = Found | undefined | null | false;

/** Polls until `look` returns something, for at most five seconds. */
export async function eventually<Found>(
  look: () => Sometimes<Found> | Promise<Sometimes<Found>>,
  what: string,
): Promise<Found> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited 5 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
