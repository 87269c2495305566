// The last retained message of each topic, kept on disk: aedes has them in memory only.
import type { Aedes, PublishPacket } from 'aedes';
import type { PublishedMessage } from '../../settings/ports';
import { RecordFiles } from '../registry/record-files';
import { storeRetained } from './aedes-internals';

export interface RetainedMessage {
  topic: string;
  /** Base64. */
  payload: string;
  qos: 0 | 1;
  /** Epoch ms. */
  modifiedAt: number;
}

export interface RetainedMessages {
  /** Keeps the message for later subscribers, or with an empty payload forgets the topic's. Resolves once on disk. */
  keep(message: Pick<PublishedMessage, 'topic' | 'payload' | 'qos' | 'receivedAt'>): Promise<void>;
  get(topic: string): RetainedMessage | undefined;
  /** In the order of their topics. */
  all(): RetainedMessage[];
  /** Gives the broker what earlier processes kept. To be called before anybody may subscribe. */
  restore(aedes: Aedes): Promise<void>;
}

/** Opens the messages kept below `directory`. */
export async function openRetainedMessages(directory: string): Promise<RetainedMessages> {
  const files = await RecordFiles.open<RetainedMessage>(directory, ({ topic }) => topic);
  let turn: Promise<void> = Promise.resolve();
  return {
    keep({ topic, payload, qos, receivedAt }) {
      const write = turn.then(() =>
        payload.length === 0
          ? files.delete(topic)
          : files.put({ topic, payload: payload.toString('base64'), qos, modifiedAt: receivedAt }),
      );
      turn = write.catch(() => undefined);
      return write;
    },
    get: (topic) => files.get(topic),
    all: () => files.all(),
    async restore(aedes) {
      for (const { topic, payload, qos } of files.all()) {
        const packet: PublishPacket = {
          cmd: 'publish',
          topic,
          payload: Buffer.from(payload, 'base64'),
          qos,
          retain: true,
          dup: false,
        };
        await storeRetained(aedes, packet);
      }
    },
  };
}
