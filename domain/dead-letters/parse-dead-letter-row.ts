// DeadLetter as it comes from the API.
import { asRow, choiceField, numberField, textField } from '../rows/row-fields';
import { DEAD_LETTER_STATES, type DeadLetter, INGEST_QUEUES } from './dead-letter';

/** Returns a dead letter from its row, or undefined when the row is none. */
export function parseDeadLetterRow(value: unknown): DeadLetter | undefined {
  const row = asRow(value);
  if (!row) return undefined;
  const deadLetterId = textField(row, 'deadLetterId');
  const queue = choiceField(row, 'queue', INGEST_QUEUES);
  const failedAt = numberField(row, 'failedAt');
  if (!deadLetterId || !queue || failedAt === null) return undefined;
  return {
    deadLetterId,
    queue,
    failedAt,
    // What this version cannot read, it does not offer to send.
    state: choiceField(row, 'state', DEAD_LETTER_STATES) ?? 'unsendable',
    receivedAt: numberField(row, 'receivedAt') ?? failedAt,
    reason: textField(row, 'reason') ?? '',
    attempts: numberField(row, 'attempts') ?? 0,
    thingName: textField(row, 'thingName'),
    topic: textField(row, 'topic'),
  };
}
