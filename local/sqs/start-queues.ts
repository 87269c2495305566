// Opens every queue of the assembly on disk and wires dead letters to their queues.
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly';
import type { AwsService } from '../gateway/aws-service';
import { type Clock, systemClock } from '../settings/clock';
import type { QueueSender } from '../settings/ports';
import { DurableQueue } from './durable-queue';
import type { StoredMessage } from './message';
import { MessageStore } from './message-store';
import { type QueueSettings, queueSettings } from './queue-settings';
import { createSqsService } from './sqs-service';

/** The running queues. */
export interface Queues {
  sender: QueueSender;
  service: AwsService;
  all: readonly DurableQueue[];
  /** Finds a queue by ARN or URL. Throws an Error that names it when the template has none such. */
  queue(arnOrUrl: string): DurableQueue;
  /** Writes what is pending and closes the files. */
  stop(): Promise<void>;
}

/**
 * Opens the queues below `<dataDirectory>/queues`, with the messages that an earlier process left there. Throws
 * QueueStorageError when the disk refuses, and an Error that names the queue whose settings make no sense.
 */
export async function startQueues(options: {
  assembly: Assembly;
  dataDirectory: string;
  clock?: Clock;
}): Promise<Queues> {
  const clock = options.clock ?? systemClock;
  const settings = queueSettings(options.assembly);
  const byArn = new Map<string, DurableQueue>();
  const find = (arnOrUrl: string) => {
    const found = byArn.get(arnOrUrl) ?? [...byArn.values()].find((queue) => queue.settings.url === arnOrUrl);
    if (!found) throw new Error(`There is no queue ${arnOrUrl} in the template.`);
    return found;
  };
  const open = async (queue: QueueSettings) => {
    const store = await MessageStore.open(join(options.dataDirectory, 'queues', queue.name));
    const { redrive } = queue;
    const giveUp = redrive
      ? (message: StoredMessage) => find(redrive.deadLetterArn).takeDeadLetter(message, queue.arn)
      : null;
    byArn.set(queue.arn, new DurableQueue(queue, store, clock, giveUp));
  };
  await Promise.all(settings.map(open));
  const all = settings.map(({ arn }) => find(arn));
  finishMoves(all, find);
  return {
    sender: {
      async send(queueUrl, body) {
        await find(queueUrl).send({ body });
      },
    },
    service: createSqsService(all, clock),
    all,
    queue: find,
    async stop() {
      await Promise.all(all.map((queue) => queue.settled()));
      // All are closed before one that could not be is told of.
      const closed = await Promise.allSettled(all.map((queue) => queue.close()));
      const failed = closed.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

// A process that died between "written to the dead letters" and "removed from its queue" left the message in both.
function finishMoves(queues: readonly DurableQueue[], find: (arn: string) => DurableQueue): void {
  for (const queue of queues) {
    const { redrive } = queue.settings;
    if (!redrive) continue;
    for (const messageId of find(redrive.deadLetterArn).messageIds()) queue.drop(messageId);
  }
}
