// Who is connected, kept on disk so that a broker that was killed can tell, at its next start, whom it lost.
import { randomUUID } from 'node:crypto';
import { readJson } from '../../disk/read-json';
import { type WriteBehind, writeBehind } from '../../disk/write-behind';

/** One connection of one client; the latest of each client is kept. */
export interface ClientRecord {
  clientId: string;
  principalIdentifier: string;
  sessionIdentifier: string;
  versionNumber: number;
  connected: boolean;
  /** Epoch ms of the connection or, once it is over, of its end. */
  changedAt: number;
}

/**
 * How long AWS IoT remembers a client that is away: then its version number starts at 0 again, and its persistent session
 * expires (AWS IoT Core: lifecycle events; quotas, persistent session expiry).
 */
export const FORGET_AFTER_MS = 3_600_000;

export class PresenceJournal {
  readonly #records = new Map<string, ClientRecord>();
  /** With the last moment at which each is known to have been connected. */
  readonly #lost = new Map<ClientRecord, number>();
  readonly #file: WriteBehind;
  readonly #aliveFile: WriteBehind;
  /** Epoch ms. */
  #aliveAt = 0;

  private constructor(path: string) {
    this.#file = writeBehind(path, () => JSON.stringify([...this.#records.values()]));
    this.#aliveFile = writeBehind(alivePath(path), () => JSON.stringify(this.#aliveAt));
  }

  /** Opens the journal at `path`; whoever stands there as connected was lost with the previous process. */
  static async open(path: string): Promise<PresenceJournal> {
    const journal = new PresenceJournal(path);
    const aliveAt = (await readJson<number>(alivePath(path))) ?? 0;
    for (const record of (await readJson<ClientRecord[]>(path)) ?? []) {
      journal.#records.set(record.clientId, record);
      if (record.connected) journal.#lost.set(record, Math.max(aliveAt, record.changedAt));
    }
    return journal;
  }

  /** Clients that were connected when the previous process died and have not come back. */
  lost(): ClientRecord[] {
    return [...this.#lost.keys()];
  }

  /** Says whether a client has been away for so long, or always, that it can have no session. */
  hasForgotten(clientId: string, nowMs: number): boolean {
    const record = this.#records.get(clientId);
    if (!record) return true;
    const awaySince = this.#lost.get(record) ?? (record.connected ? nowMs : record.changedAt);
    return nowMs - awaySince >= FORGET_AFTER_MS;
  }

  /** Notes a connection. A resumed session keeps its identifier. `save` must resolve before the world is told. */
  begin(clientId: string, principalIdentifier: string, resumesSession: boolean, nowMs: number): ClientRecord {
    const known = this.#records.get(clientId);
    const previous = this.hasForgotten(clientId, nowMs) ? undefined : known;
    if (known) this.#lost.delete(known);
    const record = {
      clientId,
      principalIdentifier,
      sessionIdentifier: (resumesSession && previous?.sessionIdentifier) || randomUUID(),
      versionNumber: previous ? previous.versionNumber + 1 : 0,
      connected: true,
      changedAt: nowMs,
    };
    this.#records.set(clientId, record);
    return record;
  }

  /**
   * Notes the end of a connection; of one that was lost, that it ended with the previous process. One that a newer
   * connection has replaced changes nothing.
   */
  end(record: ClientRecord, nowMs: number): void {
    record.changedAt = this.#lost.get(record) ?? nowMs;
    record.connected = false;
    this.#lost.delete(record);
    for (const [clientId, each] of this.#records) {
      if (!each.connected && nowMs - each.changedAt >= FORGET_AFTER_MS) this.#records.delete(clientId);
    }
  }

  /** Writes down that the process is alive while anybody is connected: when it is killed, they were lost after that. */
  async saveAlive(nowMs: number): Promise<void> {
    this.#aliveAt = nowMs;
    if ([...this.#records.values()].some(({ connected }) => connected)) await this.#aliveFile.flush();
  }

  /** Resolves once all that was noted is on disk. */
  save(): Promise<void> {
    return this.#file.flush();
  }
}

function alivePath(path: string): string {
  return path.replace(/(\.json)?$/, '-alive.json');
}
