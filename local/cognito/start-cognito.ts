// The Cognito of the laptop: the template's user pool and identity pool on cognito-local, with what that lacks.
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { exportPKCS8, type JSONWebKeySet } from 'jose';
import type { Assembly } from '../assembly/assembly';
import type { AwsService } from '../gateway/aws-service';
import type { RawRoute } from '../gateway/gateway';
import type { FunctionInvoker } from '../settings/ports';
import type { CognitoContext, MayInvoke } from './cognito-context';
import { cognitoIdpService } from './cognito-idp-service';
import { cognitoIdentityService } from './identity/cognito-identity-service';
import type { IssueIdentityCredentials } from './identity/get-credentials-for-identity';
import { readIdentityPool } from './identity/identity-pool';
import { ConfirmationCodes } from './mail/confirmation-codes';
import { type Mailbox, openMailbox } from './mail/mailbox';
import { PendingHandshakes } from './passwords/pending-handshakes';
import { readPoolSettings } from './pool-settings';
import { type SeededPerson, seedPeople } from './seed-people';
import { RefreshSessions } from './tokens/refresh-sessions';
import { openSigningKey } from './tokens/signing-key';
import { openPool } from './users/open-pool';
import { UserDirectory } from './users/user-directory';

export interface CognitoOptions {
  assembly: Assembly;
  /** Everything is kept in its folder `cognito`. */
  dataDirectory: string;
  functions: FunctionInvoker;
  mayInvoke: MayInvoke;
  issueIdentityCredentials: IssueIdentityCredentials;
  /** Epoch ms; the system's clock unless given. */
  clock?: () => number;
}

export interface RunningCognito {
  /** The user pool API and the identity pool API. */
  services: AwsService[];
  /** `/<poolId>/.well-known/jwks.json`. */
  routes: RawRoute[];
  /** The public keys that the pool's tokens are signed with. */
  jwks(): JSONWebKeySet;
  mailbox: Mailbox;
  /** Creates the accounts that are missing and sets everybody's password and role. */
  seedPeople(people: readonly SeededPerson[]): Promise<void>;
  /** Resolves once everything is on disk. */
  stop(): Promise<void>;
}

/** Starts Cognito. Throws UnsupportedTemplateError when the template wants what it cannot do. */
export async function startCognito(options: CognitoOptions): Promise<RunningCognito> {
  const now = options.clock ?? Date.now;
  const directory = path.join(options.dataDirectory, 'cognito');
  const settings = readPoolSettings(options.assembly);
  const identityPool = readIdentityPool(options.assembly, settings);

  const stock = await openPool(settings, directory, now);
  const codes = await ConfirmationCodes.open(path.join(directory, 'codes.json'), now);
  const sessions = await RefreshSessions.open(path.join(directory, 'sessions.json'));
  const mailbox = await openMailbox(directory, now);
  const key = await openSigningKey(directory);
  const cognito: CognitoContext = {
    settings,
    stock,
    users: new UserDirectory(stock.pool, settings.usernamesAreCaseSensitive, now),
    codes,
    sessions,
    handshakes: new PendingHandshakes(now),
    key,
    mailbox,
    functions: options.functions,
    mayInvoke: options.mayInvoke,
    decoySecret: createHmac('sha256', 'decoy')
      .update(await exportPKCS8(key.privateKey))
      .digest(),
    now,
  };

  return {
    services: [
      cognitoIdpService(cognito),
      cognitoIdentityService(cognito, identityPool, options.issueIdentityCredentials),
    ],
    routes: [
      {
        path: `/${settings.poolId}/.well-known/jwks.json`,
        http(_request, response) {
          response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=86400' });
          response.end(JSON.stringify(key.jwks));
        },
      },
    ],
    jwks: () => key.jwks,
    mailbox,
    seedPeople: (people) => seedPeople(cognito, people),
    async stop() {
      await Promise.all([stock.settled(), codes.settled(), sessions.settled(), mailbox.settled()]);
    },
  };
}
