// dead-letter-actions: answers the API's operations on dead letters. The API lets admins and operators only in.
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterOutcome } from '../../../domain/dead-letters/dead-letter';
import { makeLog } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import type { ResolverEvent } from '../shared/resolver-event';
import { tableClient } from '../shared/table-client';
import { lettersAndQueues } from './letters-and-queues';
import { dropDeadLetter, resendDeadLetter } from './settle-dead-letter';

const { DEAD_LETTER_TABLE } = readEnvironment(process.env, ['DEAD_LETTER_TABLE']);
const log = makeLog('dead-letter-actions');
const ports = lettersAndQueues({
  client: tableClient(),
  // A row may be older than the endpoint: the queue's name counts, not the host that its URL had.
  sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
  table: DEAD_LETTER_TABLE,
});

/** Answers one operation of the API with what became of the letter. Throws ResendRefused with words for a person. */
export async function handler(
  event: ResolverEvent<{ deadLetterId: string }>,
): Promise<{ deadLetterId: string; outcome: DeadLetterOutcome }> {
  const { deadLetterId } = event.arguments;
  const outcome = await settle(event.fieldName, deadLetterId);
  log.info('Settled a dead letter.', { caller: event.identity?.username ?? '', deadLetterId, outcome });
  return { deadLetterId, outcome };
}

function settle(fieldName: string, deadLetterId: string): Promise<DeadLetterOutcome> {
  switch (fieldName) {
    case 'resendDeadLetter':
      return resendDeadLetter(deadLetterId, ports);
    case 'dropDeadLetter':
      return dropDeadLetter(deadLetterId, ports);
    default:
      throw new Error(`The dead-letter-actions function does not answer ${fieldName}.`);
  }
}
