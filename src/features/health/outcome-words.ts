// What became of a dead letter, in words for who acted on it.
import type { DeadLetter, DeadLetterOutcome } from '../../../domain/dead-letters/dead-letter';

/** Returns the sentence that is announced after an action. */
export function outcomeWords(letter: DeadLetter, outcome: DeadLetterOutcome): string {
  const what = letter.thingName === null ? 'The message' : `The message of ${letter.thingName}`;
  switch (outcome) {
    case 'resent':
      return `${what} is back on its queue. If it fails again, it comes back here.`;
    case 'dropped':
      return `${what} is dropped.`;
    case 'gone':
      return `${what} was gone already: somebody else has re-sent or dropped it.`;
  }
}

/** Returns how often a function had the message, as a short phrase. */
export function attemptWords(attempts: number): string {
  if (attempts === 0) return 'never delivered';
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`;
}
