// A client whose subscriptions overlap gets each message once.
import type { AedesPublishPacket, Client } from 'aedes';
import { endRepetitionCheck } from './aedes-internals';

// More than are ever between the first and the last copy of one message.
const REMEMBERED = 512;

/** Returns a check that says whether a message is new to a client. */
export function deliverOnce() {
  const seenBy = new WeakMap<Client, Set<number>>();
  return {
    /** To be called once for each new client. */
    watch(client: Client): void {
      endRepetitionCheck(client);
      seenBy.set(client, new Set());
    },

    isNew(client: Client, packet: AedesPublishPacket): boolean {
      const seen = seenBy.get(client);
      // Retained messages bear no broker id. Those with a message id come from the client's own queue after a reconnection,
      // where a refusal would delete them.
      if (!seen || !packet.brokerId || packet.messageId !== undefined) return true;
      if (seen.has(packet.brokerCounter)) return false;
      seen.add(packet.brokerCounter);
      if (seen.size > REMEMBERED) {
        const [oldest] = seen;
        if (oldest !== undefined) seen.delete(oldest);
      }
      return true;
    },
  };
}
