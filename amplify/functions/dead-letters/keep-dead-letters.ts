// The verb of dead-letters: what nobody could handle becomes rows with reasons.
import type { DeadLetter } from '../../../domain/dead-letters/dead-letter';
import { describeDeadLetter } from '../../../domain/dead-letters/describe-dead-letter';
import type { Log } from '../shared/logger';
import type { DeliveredLetter } from './dead-letter-sources';

/** A dead letter with what sending it again takes. */
export interface KeptLetter extends DeadLetter {
  /** The message to send; null when it cannot be rebuilt. */
  resendBody: string | null;
  /** What arrived in the dead-letter queue, word for word: the evidence. */
  original: string;
  /** Where to send it. */
  queueUrl: string;
}

export interface KeepPorts {
  /** Stores a letter unless it is stored already. Throws when the table cannot be written. */
  put(letter: KeptLetter): Promise<void>;
  log: Log;
  /** Epoch ms. */
  now: () => number;
}

/**
 * Stores each letter as a row under its own id, and returns the ids of the messages of which one could not be stored: they
 * stay in their dead-letter queue, which gives up nothing before its two weeks are over, and are tried again.
 */
export async function keepDeadLetters(
  letters: readonly DeliveredLetter[],
  { put, log, now }: KeepPorts,
): Promise<string[]> {
  const outcomes = await Promise.all(
    letters.map(async (message) => {
      const { letter, resendBody } = describeDeadLetter(message, now());
      try {
        await put({ ...letter, resendBody, original: message.body, queueUrl: message.queueUrl });
        log.warn('A dead letter was kept.', { queue: letter.queue, attempts: letter.attempts, state: letter.state });
        return null;
      } catch (error) {
        log.error('A dead letter could not be stored; it stays in its queue.', error);
        return message.recordId;
      }
    }),
  );
  return [...new Set(outcomes.filter((id) => id !== null))];
}
