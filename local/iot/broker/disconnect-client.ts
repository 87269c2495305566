// Ending a client's connection because somebody asked for it (AWS IoT data plane API: DeleteConnection).
import { withholdLastWill } from './aedes-internals';
import type { LiveConnections } from './live-connections';
import type { PersistentSessions } from './sessions/persistent-sessions';

/**
 * Ends the connection of a client id as API_INITIATED_DISCONNECT and resolves once it is closed; false when nobody is
 * connected with the id. `cleanSession` also forgets a persistent session, `preventWillMessage` withholds the last will.
 */
export type Disconnect = (
  clientId: string,
  options: { cleanSession: boolean; preventWillMessage: boolean },
) => Promise<boolean>;

/** Makes the disconnection for a broker. */
export function disconnectClient(
  connections: LiveConnections,
  sessions: Pick<PersistentSessions, 'forget'>,
): Disconnect {
  return async (clientId, { cleanSession, preventWillMessage }) => {
    const found = connections.withClientId(clientId);
    for (const connection of found) {
      connection.note('API_INITIATED_DISCONNECT');
      if (preventWillMessage) withholdLastWill(connection.client);
      await new Promise<void>((resolve) => connection.client.close(() => resolve()));
    }
    // A clean session ended with its connection.
    if (cleanSession && found.some(({ client }) => !client.clean)) await sessions.forget(clientId);
    return found.length > 0;
  };
}
