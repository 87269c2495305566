// What an operation works with: the pool's settings, its people, codes, sessions and keys.
import type { FunctionInvoker } from '../settings/ports';
import type { ConfirmationCodes } from './mail/confirmation-codes';
import type { Mailbox } from './mail/mailbox';
import type { PendingHandshakes } from './passwords/pending-handshakes';
import type { PoolSettings } from './pool-settings';
import type { RequestBody } from './request-body';
import type { RefreshSessions } from './tokens/refresh-sessions';
import type { SigningKey } from './tokens/signing-key';
import type { OpenPool } from './users/open-pool';
import type { UserDirectory } from './users/user-directory';

/** Whether the template permits `principal` to invoke a function on behalf of `sourceArn` (AWS::Lambda::Permission). */
export type MayInvoke = (principal: string, functionArn: string, sourceArn: string) => boolean;

export interface CognitoContext {
  settings: PoolSettings;
  /** cognito-local itself, for the operations that it answers as it is. */
  stock: OpenPool;
  users: UserDirectory;
  codes: ConfirmationCodes;
  sessions: RefreshSessions;
  handshakes: PendingHandshakes;
  key: SigningKey;
  mailbox: Mailbox;
  functions: FunctionInvoker;
  mayInvoke: MayInvoke;
  /** Makes the verifiers shown for unknown usernames. */
  decoySecret: Buffer;
  /** Epoch ms. */
  now(): number;
}

/** One operation of the API: from the request's body to the answer's. Throws AwsError to refuse. */
export type Operation = (cognito: CognitoContext, body: RequestBody) => Promise<object>;
