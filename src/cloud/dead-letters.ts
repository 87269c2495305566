// What the pipeline could not handle: admins' and operators' operations.
import { DEAD_LETTER_OUTCOMES, type DeadLetter, type DeadLetterOutcome } from '../../domain/dead-letters/dead-letter';
import { parseDeadLetterRow } from '../../domain/dead-letters/parse-dead-letter-row';
import { asRow, choiceField } from '../../domain/rows/row-fields';
import { CloudError } from './cloud-error';
import { FIELDS } from './fields';
import { request } from './graphql';
import { fieldOf, itemsOf, parseRows } from './read-rows';

const LIST = `query DeadLetters($nextToken: String) {
  listDeadLetters(limit: 200, nextToken: $nextToken) { items { ${FIELDS.deadLetter} } nextToken } }`;
const RESEND =
  'mutation Resend($deadLetterId: ID!) { resendDeadLetter(deadLetterId: $deadLetterId) { deadLetterId outcome } }';
const DROP =
  'mutation Drop($deadLetterId: ID!) { dropDeadLetter(deadLetterId: $deadLetterId) { deadLetterId outcome } }';

// More than anybody settles one by one; the table is read in no order, so more would not show the newest either.
const MOST_PAGES = 10;

/** Dead letters, the newest first; `complete` is false when there are more of them. */
export interface FetchedDeadLetters {
  letters: DeadLetter[];
  complete: boolean;
}

/** Fetches the dead letters, without their bodies. Throws CloudError. */
export async function fetchDeadLetters(): Promise<FetchedDeadLetters> {
  const letters = new Map<string, DeadLetter>();
  let nextToken: string | null = null;
  for (let pages = 0; pages === 0 || nextToken !== null; pages++) {
    if (pages === MOST_PAGES) break;
    const page: unknown = await request(LIST, 'listDeadLetters', { nextToken });
    for (const letter of parseRows(itemsOf(page), parseDeadLetterRow)) {
      letters.set(letter.deadLetterId, letter);
    }
    const following = fieldOf(page, 'nextToken');
    nextToken = typeof following === 'string' && following !== '' ? following : null;
  }
  return {
    letters: [...letters.values()].sort((a, b) => b.failedAt - a.failedAt),
    complete: nextToken === null,
  };
}

/** Puts a dead letter back on its queue. Throws CloudError. */
export async function resendDeadLetter(deadLetterId: string): Promise<DeadLetterOutcome> {
  return readOutcome(await request(RESEND, 'resendDeadLetter', { deadLetterId }));
}

/** Deletes a dead letter for good. Throws CloudError. */
export async function dropDeadLetter(deadLetterId: string): Promise<DeadLetterOutcome> {
  return readOutcome(await request(DROP, 'dropDeadLetter', { deadLetterId }));
}

function readOutcome(answer: unknown): DeadLetterOutcome {
  const row = asRow(answer);
  const outcome = row && choiceField(row, 'outcome', DEAD_LETTER_OUTCOMES);
  if (!outcome) throw new CloudError('refused', 'The answer does not say what became of it.');
  return outcome;
}
