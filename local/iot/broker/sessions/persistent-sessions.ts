// The sessions of clients that connect without a clean one: their subscriptions and what waits for them, on disk, for an
// hour without a connection (AWS IoT Core: MQTT persistent sessions). aedes has them in memory only, and queues a message
// after its publisher was told that it is safe.
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Aedes } from 'aedes';
import type { PublishedMessage } from '../../../settings/ports';
import { readJson } from '../../disk/read-json';
import { writeBehind } from '../../disk/write-behind';
import {
  type MessageNumber,
  nextMessageNumber,
  numberMessagesAfter,
  type Persistence,
  persistenceOf,
  type StoredSubscription,
} from '../aedes-internals';
import { WaitingMessages } from './waiting-messages';

interface Session {
  clientId: string;
  subscriptions: StoredSubscription[];
}

export interface PersistentSessions {
  /** Has the broker keep its sessions here, and gives it those of earlier processes. To be called before anybody connects. */
  serve(aedes: Aedes): Promise<void>;
  /**
   * Lets a QoS 1 message wait in each session that subscribes to its topic. Resolves once it is on disk, to the number that
   * it must be published under; to null when nobody waits for it.
   */
  keep(message: Pick<PublishedMessage, 'topic' | 'payload' | 'qos'>): Promise<MessageNumber | null>;
  /** Takes a message from a session that may not receive it. */
  discard(clientId: string, number: number): void;
  /** Ends a client's session. */
  forget(clientId: string): Promise<void>;
  /** Ends the sessions whose time is over. */
  forgetExpired(): Promise<void>;
  /** Resolves once all is on disk. */
  settled(): Promise<void>;
}

/**
 * Opens the sessions kept below `directory`. `isExpired` says whether a client has been away for so long, or always, that it
 * can have no session; `saveClients` resolves once the answer would be the same after a kill. `isGranted` says whether the
 * client, which is connected, may subscribe with the filter.
 */
export async function openPersistentSessions(options: {
  directory: string;
  largestQueueBytes: number;
  isExpired: (clientId: string) => boolean;
  isGranted: (clientId: string, filter: string) => boolean;
  saveClients: () => Promise<void>;
  log: (line: string) => void;
}): Promise<PersistentSessions> {
  const { directory, largestQueueBytes, isExpired, isGranted, saveClients, log } = options;
  const path = join(directory, 'subscriptions.json');
  const waiting = await WaitingMessages.open(join(directory, 'messages'), largestQueueBytes, log);
  const sessions = new Map<string, Map<string, StoredSubscription['qos']>>();
  const file = writeBehind(path, () => {
    const all = [...sessions].map(
      ([clientId, filters]): Session => ({
        clientId,
        subscriptions: [...filters].map(([topic, qos]) => ({ topic, qos })),
      }),
    );
    return JSON.stringify(all);
  });
  let aedes: Aedes | null = null;
  let subscribersOf: Persistence['subscriptionsByTopic'] = async () => [];
  let unsubscribeAll: Persistence['cleanSubscriptions'] = async () => undefined;

  const forget = async (clientId: string) => {
    await unsubscribeAll({ id: clientId });
    waiting.clear(clientId);
    if (sessions.delete(clientId)) await file.flush();
  };

  return {
    async serve(broker) {
      aedes = broker;
      const persistence = persistenceOf(broker);
      const { addSubscriptions, removeSubscriptions, cleanSubscriptions, subscriptionsByTopic } = bound(persistence);
      subscribersOf = subscriptionsByTopic;
      unsubscribeAll = cleanSubscriptions;
      numberMessagesAfter(broker, waiting.highestNumber());
      for (const { clientId, subscriptions } of (await readJson<Session[]>(path)) ?? []) {
        if (isExpired(clientId)) continue;
        sessions.set(clientId, new Map(subscriptions.map(({ topic, qos }) => [topic, qos])));
        await addSubscriptions({ id: clientId }, subscriptions);
      }
      for (const clientId of waiting.clientIds()) if (!sessions.has(clientId)) waiting.clear(clientId);

      Object.assign(persistence, {
        async addSubscriptions(client, added) {
          const granted = added.filter(({ topic }) => isGranted(client.id, topic));
          await addSubscriptions(client, granted);
          const filters = sessions.get(client.id) ?? new Map<string, StoredSubscription['qos']>();
          for (const { topic, qos } of granted) filters.set(topic, qos);
          sessions.set(client.id, filters);
          await Promise.all([file.flush(), saveClients()]);
        },
        async removeSubscriptions(client, topics) {
          await removeSubscriptions(client, topics);
          const filters = sessions.get(client.id);
          for (const topic of topics) filters?.delete(topic);
          if (filters?.size === 0) sessions.delete(client.id);
          if (filters) await file.flush();
        },
        // Called for whoever connects with a clean session.
        cleanSubscriptions: ({ id }) => forget(id),
        // `keep` has done it when aedes asks whose queues a message belongs in.
        subscriptionsByTopic: async () => [],
        async outgoingUpdate({ id }, { brokerCounter, messageId }) {
          waiting.sent(id, brokerCounter, messageId);
        },
        async outgoingClearMessageId({ id }, { messageId }) {
          // Without one, aedes means a message that it does not hand on: perhaps only to the second of two subscriptions.
          const message = messageId === undefined ? undefined : waiting.acknowledged(id, messageId);
          return message && packetOf(broker.id, message);
        },
        outgoingStream: ({ id }) =>
          Readable.from(
            waiting.of(id).map(({ messageId, ...message }) => ({ ...packetOf(broker.id, message), messageId })),
          ),
      } satisfies Partial<Persistence>);
    },
    async keep({ topic, payload, qos }) {
      if (qos === 0 || sessions.size === 0 || !aedes) return null;
      const matching = (await subscribersOf(topic)).filter(
        // "The Server MUST NOT match Topic Filters starting with a wildcard character with Topic Names beginning with a $
        // character" [MQTT-4.7.2-1].
        ({ topic: filter }) => !(topic.startsWith('$') && /^[+#]/.test(filter)),
      );
      if (matching.length === 0) return null;
      const numbered = nextMessageNumber(aedes);
      const message = { number: numbered.brokerCounter, topic, payload: payload.toString('base64') };
      const clientIds = new Set(matching.map(({ clientId }) => clientId));
      await Promise.all([...clientIds].map((clientId) => waiting.add({ ...message, clientId })));
      return numbered;
    },
    discard: (clientId, number) => void waiting.remove(clientId, number),
    forget,
    async forgetExpired() {
      for (const clientId of [...sessions.keys()]) if (isExpired(clientId)) await forget(clientId);
    },
    settled: () => waiting.settled(),
  };
}

function bound(persistence: Persistence) {
  return {
    addSubscriptions: persistence.addSubscriptions.bind(persistence),
    removeSubscriptions: persistence.removeSubscriptions.bind(persistence),
    cleanSubscriptions: persistence.cleanSubscriptions.bind(persistence),
    subscriptionsByTopic: persistence.subscriptionsByTopic.bind(persistence),
  };
}

function packetOf(brokerId: string, { number, topic, payload }: { number: number; topic: string; payload: string }) {
  const head = { cmd: 'publish' as const, qos: 1 as const, retain: false, dup: false };
  return { ...head, brokerId, brokerCounter: number, topic, payload: Buffer.from(payload, 'base64') };
}
