// The sign-ins that may be refreshed. Only a hash of a refresh token is kept; signing out removes the session, by which
// its access tokens lose the user API too.
import { createHash, randomBytes } from 'node:crypto';
import { DurableJson } from '../storage/durable-json';
import type { SignIn } from './issue-tokens';

export interface RefreshSession extends SignIn {
  username: string;
  clientId: string;
  /** Epoch ms. */
  expiresAt: number;
}

type Document = { sessions: Record<string, RefreshSession> };

const hashOf = (refreshToken: string) => createHash('sha256').update(refreshToken).digest('hex');

export class RefreshSessions {
  private constructor(private readonly document: DurableJson<Document>) {}

  static async open(file: string): Promise<RefreshSessions> {
    return new RefreshSessions(await DurableJson.open<Document>(file, () => ({ sessions: {} })));
  }

  /** Remembers a sign-in and returns its refresh token once the session is on disk. */
  async start(session: RefreshSession, nowMs: number): Promise<string> {
    this.#removeWhere((other) => other.expiresAt <= nowMs);
    const refreshToken = randomBytes(96).toString('base64url');
    this.document.value.sessions[hashOf(refreshToken)] = session;
    await this.document.commit();
    return refreshToken;
  }

  /** The session of a refresh token that has neither expired nor been revoked. */
  find(refreshToken: string, nowMs: number): RefreshSession | undefined {
    const session = this.document.value.sessions[hashOf(refreshToken)];
    return session && session.expiresAt > nowMs ? session : undefined;
  }

  /** Whether the sign-in with this `origin_jti` has not been revoked. */
  isAlive(originJti: unknown): boolean {
    return Object.values(this.document.value.sessions).some((session) => session.originJti === originJti);
  }

  /** Ends one sign-in; an unknown token changes nothing. */
  async revoke(refreshToken: string): Promise<void> {
    delete this.document.value.sessions[hashOf(refreshToken)];
    await this.document.commit();
  }

  /** Ends every sign-in of a user. */
  async revokeAllOf(username: string): Promise<void> {
    this.#removeWhere((session) => session.username === username);
    await this.document.commit();
  }

  settled(): Promise<void> {
    return this.document.settled();
  }

  #removeWhere(matches: (session: RefreshSession) => boolean): void {
    const { sessions } = this.document.value;
    for (const [hash, session] of Object.entries(sessions)) if (matches(session)) delete sessions[hash];
  }
}
