// The AWS credentials of the local cloud. Temporary ones carry what they stand for in their session token, sealed with a
// secret on disk: nothing has to be remembered, and a page that holds some keeps working after a restart.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT_ID } from '../assembly/assembly';
import type { IamPrincipal } from './aws-service';

/** Credentials as AWS's tools take them. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What the verifier knows of an access key. */
export interface AccessKey {
  secretAccessKey: string;
  principal: IamPrincipal;
  /** Epoch ms; null when the key does not expire. */
  expiresAt: number | null;
}

/** Issues and recognizes credentials. */
export interface AccessKeys {
  /** For a function: they last as long as the local cloud's data. `sessionName` is the function's name. */
  issueForRole(roleArn: string, sessionName: string): AwsCredentials;
  /** For a signed-in person's identity, with a role of the template; they expire after `lifetimeMs`. */
  issueForIdentity(identityId: string, roleArn: string, lifetimeMs: number): AwsCredentials & { expiration: Date };
  /** May do everything. The command-line tools read it from the data directory. */
  administrator: { accessKeyId: string; secretAccessKey: string };
  /**
   * Returns the key that was issued with exactly this id and session token (null for the administrator, who has none), or
   * null. It does not look at the clock: the verifier does.
   */
  find(accessKeyId: string, sessionToken: string | null): AccessKey | null;
}

interface StoredKeys {
  administrator: { accessKeyId: string; secretAccessKey: string };
  sealingSecret: string;
}

interface Session {
  accessKeyId: string;
  roleArn: string;
  sessionName: string;
  identityId: string | null;
  expiresAt: number | null;
}

const FILE = 'access-keys.json';
const REMEMBERED_TOKENS = 500;
const IDENTITY_SESSION = 'CognitoIdentityCredentials';

/**
 * Opens the keys kept in `dataDirectory`, making them at the first start, readable by this user only. `nowMs` is the clock
 * that expirations are counted from.
 */
export function openAccessKeys(dataDirectory: string, nowMs: () => number): AccessKeys {
  const { administrator, sealingSecret } = readOrMakeKeys(dataDirectory);
  const seal = (text: string) => createHmac('sha256', sealingSecret).update(text).digest('base64url');
  const secretOf = (accessKeyId: string) => seal(`secret ${accessKeyId}`).slice(0, 40);

  function issue(session: Omit<Session, 'accessKeyId'>): AwsCredentials {
    const accessKeyId = newKeyId('ASIA');
    const content = Buffer.from(JSON.stringify({ accessKeyId, ...session })).toString('base64url');
    return {
      accessKeyId,
      secretAccessKey: secretOf(accessKeyId),
      sessionToken: `${content}.${seal(content)}`,
    };
  }

  // A function sends the same token with every request.
  const opened = new Map<string, AccessKey>();

  function find(accessKeyId: string, sessionToken: string | null): AccessKey | null {
    if (accessKeyId === administrator.accessKeyId) {
      if (sessionToken !== null) return null;
      const arn = `arn:aws:iam::${ACCOUNT_ID}:user/administrator`;
      const principal = { arn, roleArn: null, accessKeyId, cognitoIdentityId: null };
      return { secretAccessKey: administrator.secretAccessKey, principal, expiresAt: null };
    }
    const known = opened.get(sessionToken ?? '') ?? open(sessionToken ?? '');
    return known?.principal.accessKeyId === accessKeyId ? known : null;
  }

  function open(sessionToken: string): AccessKey | null {
    const [content, mark, ...rest] = sessionToken.split('.');
    if (!content || !mark || rest.length > 0 || !equal(mark, seal(content))) return null;
    const session: Session = JSON.parse(Buffer.from(content, 'base64url').toString('utf8'));
    const { accessKeyId, roleArn, sessionName, identityId, expiresAt } = session;
    const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const arn = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${role}/${sessionName}`;
    const principal = { arn, roleArn, accessKeyId, cognitoIdentityId: identityId };
    const key = { secretAccessKey: secretOf(accessKeyId), principal, expiresAt };
    if (opened.size >= REMEMBERED_TOKENS) opened.clear();
    opened.set(sessionToken, key);
    return key;
  }

  return {
    administrator,
    find,
    issueForRole: (roleArn, sessionName) => issue({ roleArn, sessionName, identityId: null, expiresAt: null }),
    issueForIdentity(identityId, roleArn, lifetimeMs) {
      const expiresAt = nowMs() + lifetimeMs;
      const credentials = issue({ roleArn, sessionName: IDENTITY_SESSION, identityId, expiresAt });
      return { ...credentials, expiration: new Date(expiresAt) };
    },
  };
}

function readOrMakeKeys(dataDirectory: string): StoredKeys {
  const path = join(dataDirectory, FILE);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys: StoredKeys = {
    administrator: { accessKeyId: newKeyId('AKIA'), secretAccessKey: randomBytes(30).toString('base64url') },
    sealingSecret: randomBytes(32).toString('base64url'),
  };
  mkdirSync(dataDirectory, { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(keys, null, 2), { mode: 0o600 });
  renameSync(unfinished, path);
  return keys;
}

// Twenty characters of the base-32 alphabet, as IAM's identifiers are.
function newKeyId(prefix: 'AKIA' | 'ASIA'): string {
  const letters = [...randomBytes(16)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]);
  return prefix + letters.join('');
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
