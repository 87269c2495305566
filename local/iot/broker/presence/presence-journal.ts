// Who is connected, kept on disk so that a broker that was killed can tell, at its next start, whom it lost.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
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

/** Returns the version number of a client's next connection. */
export function nextVersionNumber(previous: ClientRecord | undefined, nowMs: number): number {
  if (!previous || (!previous.connected && nowMs - previous.changedAt >= FORGET_AFTER_MS)) return 0;
  return previous.versionNumber + 1;
}

export class PresenceJournal {
  readonly #records = new Map<string, ClientRecord>();
  readonly #lost = new Set<ClientRecord>();
  readonly #file: WriteBehind;

  private constructor(path: string) {
    this.#file = writeBehind(path, () => JSON.stringify([...this.#records.values()]));
  }

  /** Opens the journal at `path`; whoever stands there as connected was lost with the previous process. */
  static async open(path: string): Promise<PresenceJournal> {
    const journal = new PresenceJournal(path);
    for (const record of await readRecords(path)) {
      journal.#records.set(record.clientId, record);
      if (record.connected) journal.#lost.add(record);
    }
    return journal;
  }

  /** Clients that were connected when the previous process died and have not come back. */
  lost(): ClientRecord[] {
    return [...this.#lost];
  }

  /** Says whether a client has been away for so long, or always, that it can have no session. */
  hasForgotten(clientId: string, nowMs: number): boolean {
    return nextVersionNumber(this.#records.get(clientId), nowMs) === 0;
  }

  /** Notes a connection. A resumed session keeps its identifier. `save` must resolve before the world is told. */
  begin(clientId: string, principalIdentifier: string, resumesSession: boolean, nowMs: number): ClientRecord {
    const previous = this.#records.get(clientId);
    if (previous) this.#lost.delete(previous);
    const record = {
      clientId,
      principalIdentifier,
      sessionIdentifier: (resumesSession && previous?.sessionIdentifier) || randomUUID(),
      versionNumber: nextVersionNumber(previous, nowMs),
      connected: true,
      changedAt: nowMs,
    };
    this.#records.set(clientId, record);
    return record;
  }

  /** Notes the end of a connection. One that a newer connection has replaced changes nothing. */
  end(record: ClientRecord, nowMs: number): void {
    this.#lost.delete(record);
    record.connected = false;
    record.changedAt = nowMs;
    for (const [clientId, each] of this.#records) {
      if (!each.connected && nowMs - each.changedAt >= FORGET_AFTER_MS) this.#records.delete(clientId);
    }
  }

  /** Resolves once all that was noted is on disk. */
  save(): Promise<void> {
    return this.#file.flush();
  }
}

async function readRecords(path: string): Promise<ClientRecord[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
