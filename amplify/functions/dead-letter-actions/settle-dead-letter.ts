// The verbs of dead-letter-actions: send a dead letter again, or drop it. Both may be repeated.
import type { DeadLetterOutcome, DeadLetterState } from '../../../domain/dead-letters/dead-letter';

/** What sending a dead letter again takes. */
export interface ResendableLetter {
  state: DeadLetterState;
  body: string;
  queueUrl: string;
}

/** Every call throws when its service cannot be reached. */
export interface SettlePorts {
  /** Reads a letter consistently; null when there is none. */
  find(deadLetterId: string): Promise<ResendableLetter | null>;
  /** Deletes a letter and says whether there was one. */
  delete(deadLetterId: string): Promise<boolean>;
  send(queueUrl: string, body: string): Promise<void>;
}

/** A dead letter that cannot be sent; the message is for whoever asked. */
export class ResendRefused extends Error {
  override name = 'ResendRefused';
  constructor() {
    super('What was published is lost, so this message cannot be sent again; it can only be dropped.');
  }
}

/**
 * Puts the message back on its queue, then deletes the row. `gone` when there is no such letter: somebody settled it
 * before, or this call is a repetition. In this order nothing is lost; who stops between the two, or two people at the
 * same moment, send it twice, which stores it once because every row's key follows from the message. Throws
 * ResendRefused.
 */
export async function resendDeadLetter(deadLetterId: string, ports: SettlePorts): Promise<DeadLetterOutcome> {
  const letter = await ports.find(deadLetterId);
  if (!letter) return 'gone';
  if (letter.state === 'unsendable') throw new ResendRefused();
  await ports.send(letter.queueUrl, letter.body);
  await ports.delete(deadLetterId);
  return 'resent';
}

/** Deletes the letter for good; `gone` when there is no such letter. */
export async function dropDeadLetter(
  deadLetterId: string,
  ports: Pick<SettlePorts, 'delete'>,
): Promise<DeadLetterOutcome> {
  return (await ports.delete(deadLetterId)) ? 'dropped' : 'gone';
}
