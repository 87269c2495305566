// Cognito behind a plain HTTP server, with the template's auth resources, a recorded PostConfirmation function and the
// unmodified Amplify client pointed at it. The gateway's part (CORS, SigV4) is not here.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Amplify } from 'aws-amplify';
import type { Assembly, AssemblyResource } from '../../local/assembly/assembly';
import { type CognitoOptions, type RunningCognito, startCognito } from '../../local/cognito/start-cognito';
import { AwsError } from '../../local/gateway/aws-service';

export const POOL_ID = 'eu-central-1_Fleetlight';
export const POOL_ARN = `arn:aws:cognito-idp:eu-central-1:000000000000:userpool/${POOL_ID}`;
export const CLIENT_ID = 'localclient00000000000000001';
export const IDENTITY_POOL_ID = 'eu-central-1:11111111-2222-3333-4444-555555555555';
export const TRIGGER_ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:admit-admins';
export const ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}`;

type Properties = Record<string, Record<string, unknown>>;

/** The auth resources as amplify/auth synthesizes them; `changes` overrides properties by type. */
export function authAssembly(changes: Properties = {}): Assembly {
  const resource = (type: string, ref: string, properties: Record<string, unknown>, arn = ''): AssemblyResource => ({
    logicalId: `${type.split('::')[2]}${ref.slice(-4)}`,
    type,
    ref,
    arn,
    properties: { ...properties, ...changes[type] },
  });
  const resources = [
    resource(
      'AWS::Cognito::UserPool',
      POOL_ID,
      {
        AutoVerifiedAttributes: ['email'],
        LambdaConfig: { PostConfirmation: TRIGGER_ARN },
        Policies: {
          PasswordPolicy: {
            MinimumLength: 8,
            RequireLowercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            RequireUppercase: true,
          },
        },
        Schema: [{ Mutable: true, Name: 'email', Required: true }],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        VerificationMessageTemplate: {
          DefaultEmailOption: 'CONFIRM_WITH_CODE',
          EmailMessage: 'The verification code to your new account is {####}',
          EmailSubject: 'Verify your new account',
        },
      },
      POOL_ARN,
    ),
    resource('AWS::Cognito::UserPoolClient', CLIENT_ID, {
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      UserPoolId: POOL_ID,
    }),
    ...['admin', 'operator', 'viewer'].map((name, precedence) =>
      resource('AWS::Cognito::UserPoolGroup', name, {
        GroupName: name,
        Precedence: precedence,
        RoleArn: `arn:aws:iam::000000000000:role/${name}`,
      }),
    ),
    resource('AWS::Cognito::IdentityPool', IDENTITY_POOL_ID, {
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [
        { ClientId: CLIENT_ID, ProviderName: `cognito-idp.eu-central-1.amazonaws.com/${POOL_ID}` },
      ],
      SupportedLoginProviders: {},
    }),
    resource('AWS::Cognito::IdentityPoolRoleAttachment', 'roles', {
      RoleMappings: { web: { AmbiguousRoleResolution: 'AuthenticatedRole', Type: 'Token' } },
      Roles: { authenticated: 'arn:aws:iam::000000000000:role/authenticated' },
    }),
  ];
  return {
    directory: '',
    resources,
    ofType: (type) => resources.filter((candidate) => candidate.type === type),
    assetPath: () => '',
    assetText: () => '',
    outputs: {},
  };
}

export interface CognitoEndpoint {
  cognito: RunningCognito;
  url: string;
  dataDirectory: string;
  /** Events that the trigger got. */
  triggered: unknown[];
  /** Identities that credentials were issued for. */
  issued: { identityId: string; groups: string[]; roleArn: string }[];
  /** Sends an operation as an SDK does; returns status and parsed answer. */
  send(operation: string, body: object): Promise<{ status: number; answer: Record<string, unknown> }>;
  /** The newest code mailed to an address. */
  codeFor(email: string): string;
  close(): Promise<void>;
}

/** Starts Cognito on a free port. `given` replaces options, e.g. the data directory of an earlier one or the clock. */
export async function startEndpoint(given: Partial<CognitoOptions> = {}): Promise<CognitoEndpoint> {
  const dataDirectory = given.dataDirectory ?? (await mkdtemp(path.join(tmpdir(), 'cognito-')));
  const triggered: unknown[] = [];
  const issued: CognitoEndpoint['issued'] = [];
  const cognito = await startCognito({
    assembly: authAssembly(),
    functions: {
      invoke: async (_arn, event) => {
        triggered.push(event);
        return event;
      },
    },
    mayInvoke: () => true,
    issueIdentityCredentials: (identity) => {
      issued.push(identity);
      return {
        accessKeyId: 'ASIALOCAL',
        secretAccessKey: 'secret',
        sessionToken: 'session',
        expiration: new Date(Date.now() + 3_600_000),
      };
    },
    ...given,
    dataDirectory,
  });
  const server = createServer((request, response) => void answer(cognito, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    cognito,
    url,
    dataDirectory,
    triggered,
    issued,
    async send(operation, body) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body: JSON.stringify(body),
      });
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
    },
    codeFor(email) {
      const mail = cognito.mailbox.list().find(({ to }) => to === email);
      if (!mail?.code) throw new Error(`No code was mailed to ${email}.`);
      return mail.code;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cognito.stop();
      if (!given.dataDirectory) await rm(dataDirectory, { recursive: true });
    },
  };
}

/** Points the Amplify client at the endpoint, as amplify_outputs.json and the local script do in the browser. */
export function configureAmplify(url: string, identityPool: 'withIdentityPool' | 'userPoolOnly'): void {
  const userPool = { userPoolId: POOL_ID, userPoolClientId: CLIENT_ID, userPoolEndpoint: url };
  if (identityPool === 'userPoolOnly') {
    Amplify.configure({ Auth: { Cognito: userPool } });
  } else {
    const pool = { identityPoolId: IDENTITY_POOL_ID, identityPoolEndpoint: url, allowGuestAccess: false };
    Amplify.configure({ Auth: { Cognito: { ...userPool, ...pool } } });
  }
}

async function answer(cognito: RunningCognito, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [prefix, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const service = cognito.services.find((candidate) => candidate.targetPrefix === prefix);
  const route = cognito.routes.find((candidate) => candidate.path === request.url);
  if (route?.http) {
    route.http(request, response);
    return;
  }
  const awsRequest = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.concat(chunks),
    operation,
    principal: null,
  };
  try {
    const result = await service?.handle(awsRequest);
    response.writeHead(result?.status ?? 404, result?.headers).end(result?.body ?? '{}');
  } catch (error) {
    const refused = error instanceof AwsError;
    if (!refused) console.error(error);
    response.writeHead(refused ? error.status : 500, { 'content-type': 'application/x-amz-json-1.1' });
    const type = refused ? error.code : 'InternalErrorException';
    response.end(JSON.stringify({ __type: type, message: error instanceof Error ? error.message : '' }));
  }
}
