// One client's connection, from its accepted CONNECT to its end.
import type { Client } from 'aedes';
import type { LastWill } from './aedes-internals';
import type { Authorizer } from './connection-authorizer';
import type { DisconnectReason } from './disconnect-reason';
import type { Peer } from './peer';
import type { ClientRecord } from './presence/presence-journal';

export class DeviceConnection {
  /** What was told to the world about this connection; null until CONNACK. */
  presence: ClientRecord | null = null;
  #endReason: DisconnectReason | null = null;
  #accepted: Promise<unknown> = Promise.resolve();
  #accepting = 0;

  constructor(
    readonly client: Client,
    readonly peer: Peer,
    readonly authorizer: Authorizer,
    readonly lastWill: LastWill | null,
  ) {}

  /** The certificate it authenticated with; null for AWS credentials. */
  get certificateId(): string | null {
    return this.peer.identity.kind === 'certificate' ? this.peer.identity.certificateId : null;
  }

  /** Why it ended, or will end; null when nothing told yet. */
  get endReason(): DisconnectReason | null {
    return this.#endReason;
  }

  /** Notes why the connection ends. The first reason is the cause; later ones are its consequences. */
  note(reason: DisconnectReason): void {
    this.#endReason ??= reason;
  }

  /** Drops the connection. */
  drop(reason: DisconnectReason): void {
    this.note(reason);
    this.client.close();
  }

  /** How many messages have come in and are not accepted yet. */
  get accepting(): number {
    return this.#accepting;
  }

  /**
   * Resolves when `accepting` and everything given before it have resolved, so that acknowledgements keep the order of
   * the messages ([MQTT-4.6.0-2]) although the messages are accepted at the same time. Rejects when one of them did.
   */
  inOrder(accepting: Promise<void>): Promise<unknown> {
    // When an earlier one fails, nobody waits for this one any more.
    accepting.catch(() => undefined);
    this.#accepting++;
    this.#accepted = this.#accepted
      .then(() => accepting)
      .finally(() => {
        this.#accepting--;
      });
    this.#accepted.catch(() => undefined);
    return this.#accepted;
  }
}
