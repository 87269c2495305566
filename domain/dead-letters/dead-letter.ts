// A message that could not be handled, kept for a person to decide on.

/** The queues that feed the pipeline's functions. `discord` holds what the channel is to be told. */
export type IngestQueue = 'telemetry' | 'presence' | 'discord';

export const INGEST_QUEUES: readonly IngestQueue[] = ['telemetry', 'presence', 'discord'];

/** `waiting`: it can be sent again as it is. `unsendable`: what was first published is lost; it can only be dropped. */
export type DeadLetterState = 'waiting' | 'unsendable';

export const DEAD_LETTER_STATES: readonly DeadLetterState[] = ['waiting', 'unsendable'];

/** What an operator sees of a dead letter. Its body, a payload in an envelope, is not among it. Times are epoch ms. */
export interface DeadLetter {
  /** The message's id in its dead-letter queue; with the queue's name when that message reports a failure of several. */
  deadLetterId: string;
  queue: IngestQueue;
  state: DeadLetterState;
  /** When the message came in from the device, as near as is known. */
  receivedAt: number;
  /** When it was found among the dead letters. */
  failedAt: number;
  /** Why it is here, in sentences. */
  reason: string;
  /** How often a function was given it; 0 when none ever was. */
  attempts: number;
  /** The thing it came from, null when the message does not tell. */
  thingName: string | null;
  /** The topic it was published to, null when the message does not tell. */
  topic: string | null;
}

/** What became of a dead letter that somebody acted on. `gone`: another had acted on it before. */
export type DeadLetterOutcome = 'resent' | 'dropped' | 'gone';

export const DEAD_LETTER_OUTCOMES: readonly DeadLetterOutcome[] = ['resent', 'dropped', 'gone'];
