// Tells the world who comes and goes, in the order that each connection's own events happened, and never loses an end.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../settings/clock';
import type { DeviceConnection } from '../device-connection';
import type { DisconnectReason } from '../disconnect-reason';
import { type Peer, principalOf } from '../peer';
import {
  connectedEvent,
  connectFailedEvent,
  disconnectedEvent,
  hasLifecycleEvents,
  type LifecycleEvent,
} from './lifecycle-events';
import type { ClientRecord, PresenceJournal } from './presence-journal';

export interface PresenceReporter {
  connected(connection: DeviceConnection, resumesSession: boolean): void;
  /** Does nothing for a connection that was never reported. */
  disconnected(connection: DeviceConnection, reason: DisconnectReason): void;
  refused(clientId: string, peer: Peer): void;
  /** Reports the clients that the previous process lost and that have not come back. */
  reportLost(): void;
  /** Resolves once everything reported so far has been delivered. */
  settled(): Promise<void>;
}

/** `deliver` gives an event to the rules and to subscribers; when it fails, `log` hears of it. */
export function presenceReporter(options: {
  journal: PresenceJournal;
  deliver: (event: LifecycleEvent) => Promise<void>;
  clock: Clock;
  log: (line: string) => void;
}): PresenceReporter {
  const { journal, deliver, clock, log } = options;
  const announcements = new WeakMap<ClientRecord, Promise<void>>();
  const underWay = new Set<Promise<void>>();

  const track = (work: () => Promise<void>): Promise<void> => {
    const tracked = work()
      .catch((error: unknown) => log(`A presence event was not delivered: ${String(error)}`))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };
  const tell = async (event: LifecycleEvent, clientId: string) => {
    if (hasLifecycleEvents(clientId)) await deliver(event);
  };
  const reportEnd = (record: ClientRecord, reason: DisconnectReason) => {
    const endedAt = clock.now();
    const began = announcements.get(record);
    track(async () => {
      await began;
      await tell(disconnectedEvent(record, reason, endedAt), record.clientId);
      // Only now: were the process killed before, the next one tells it again rather than never.
      journal.end(record, endedAt);
      await journal.save();
    });
  };

  return {
    connected(connection, resumesSession) {
      const beganAt = clock.now();
      const record = journal.begin(connection.client.id, principalOf(connection.peer), resumesSession, beganAt);
      connection.presence = record;
      const announcement = track(async () => {
        // The journal first: a process killed in between must know whom it had reported as connected.
        await journal.save();
        await tell(connectedEvent(record, connection.peer.sourceIp, beganAt), record.clientId);
      });
      announcements.set(record, announcement);
    },
    disconnected(connection, reason) {
      if (connection.presence) reportEnd(connection.presence, reason);
    },
    refused(clientId, peer) {
      const who = {
        clientId,
        principalIdentifier: principalOf(peer),
        sessionIdentifier: randomUUID(),
        ipAddress: peer.sourceIp,
      };
      track(() => tell(connectFailedEvent(who, clock.now()), clientId));
    },
    reportLost() {
      for (const record of journal.lost()) reportEnd(record, 'SERVER_INITIATED_DISCONNECT');
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
