// SRP sign-ins between their first and their second step. Each can be finished once, within three minutes.
import type { SrpHandshake } from './srp-handshake';

/** Cognito's default AuthSessionValidity. */
const LIFETIME_MS = 3 * 60_000;
/** Anybody may start a sign-in without a password, so what they can make the server remember is bounded. */
const MOST_PENDING = 1000;

export interface PendingHandshake extends SrpHandshake {
  clientId: string;
  /** USER_ID_FOR_SRP: the user's name, or the name shown for an unknown one. */
  username: string;
}

export class PendingHandshakes {
  readonly #bySecretBlock = new Map<string, { handshake: PendingHandshake; expiresAt: number }>();

  constructor(private readonly now: () => number) {}

  /** Remembers a started sign-in; the oldest gives way when there are too many. */
  add(handshake: PendingHandshake): void {
    const oldest = this.#bySecretBlock.keys().next();
    if (this.#bySecretBlock.size >= MOST_PENDING && !oldest.done) this.#bySecretBlock.delete(oldest.value);
    this.#bySecretBlock.set(handshake.secretBlock, { handshake, expiresAt: this.now() + LIFETIME_MS });
  }

  /** Takes the sign-in out: undefined when it is unknown, used or too old. */
  take(secretBlock: string): PendingHandshake | undefined {
    const pending = this.#bySecretBlock.get(secretBlock);
    this.#bySecretBlock.delete(secretBlock);
    return pending && pending.expiresAt > this.now() ? pending.handshake : undefined;
  }
}
