// From a message in a dead-letter queue to what an operator reads, and to the body that can be sent again.
import { asRow, numberField, parseJson, type Row, textField } from '../rows/row-fields';
import { parseTelemetryTopic } from '../telemetry/parse-topic';
import { isThingName } from '../telemetry/thing-names';
import type { DeadLetter, IngestQueue } from './dead-letter';
import { isMeantFor, parseRuleFailure, type RuleFailure, rebuildBody } from './rule-failure';

/** A message as the dead-letter queue delivered it, and whom it was meant for. */
export interface DeadMessage {
  /** The id that its letter gets. */
  deadLetterId: string;
  body: string;
  /** When it was first sent to a queue, epoch ms: moving it to the dead letters keeps that time (SQS developer guide). */
  sentAt: number;
  queue: IngestQueue;
  /** The queue's URL. */
  queueUrl: string;
  /** What the project calls the function that the queue feeds, e.g. `core-telemetry`. */
  reader: string;
  /** The deployed function's name, under which its log is found. */
  functionName: string;
  /** How often the queue gave a message to the function before it gave it up. */
  attempts: number;
}

const MAX_ERROR_LENGTH = 600;

/**
 * Returns the dead letter and the body to send again, null when there is none. A message is here for one of two reasons:
 * its function failed on it until the queue gave it up, or a rule could not put it on the queue at all. Takes any body
 * and never throws.
 */
export function describeDeadLetter(
  message: DeadMessage,
  nowMs: number,
): { letter: DeadLetter; resendBody: string | null } {
  const content = parseJson(message.body);
  const failure = parseRuleFailure(content);
  const common = { deadLetterId: message.deadLetterId, queue: message.queue, failedAt: nowMs };
  if (failure) {
    const resendBody = rebuildBody(failure, message.queue, message.sentAt);
    return {
      resendBody,
      letter: {
        ...common,
        state: resendBody === null ? 'unsendable' : 'waiting',
        receivedAt: message.sentAt,
        reason: reasonOfRule(failure, message, resendBody !== null),
        attempts: 0,
        ...originOf(message.queue, failure.topic, resendBody === null ? undefined : parseJson(resendBody)),
      },
    };
  }
  const row = asRow(content) ?? {};
  return {
    resendBody: message.body,
    letter: {
      ...common,
      state: 'waiting',
      receivedAt: numberField(row, 'receivedAt') ?? message.sentAt,
      // What the channel could not be told says itself why.
      reason: message.queue === 'discord' ? (undelivered(row) ?? reasonOfFunction(message)) : reasonOfFunction(message),
      attempts: message.attempts,
      ...originOf(message.queue, textField(row, 'topic'), content),
    },
  };
}

function reasonOfFunction({ reader, attempts, functionName }: DeadMessage): string {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return `${reader} failed ${times} on this message. The log of the function ${functionName} says why.`;
}

function undelivered(row: Row): string | null {
  if (row.kind !== 'undelivered' || !Array.isArray(row.thingNames)) return null;
  const count = row.thingNames.length;
  const what = count === 1 ? 'The news of one device' : `The news of ${count} devices`;
  return `${what} could not be told in Discord: ${plain(textField(row, 'reason') ?? 'No reason was given.')}`;
}

function reasonOfRule({ failures }: RuleFailure, message: DeadMessage, canBeRebuilt: boolean): string {
  const { queue, queueUrl, reader } = message;
  const named = failures.filter((action) => isMeantFor(action, queueUrl));
  const errors = (named.length > 0 ? named : failures).flatMap(({ error }) => error ?? []);
  const said = plain(errors.join(' ')) || 'It gave no reason.';
  const end = canBeRebuilt ? '' : ' What was published is not in the report, so it cannot be sent again.';
  return `A rule could not put this message on the ${queue} queue, so ${reader} never saw it: ${said}${end}`;
}

// An error quotes the topic, which a device may choose: nothing of it may reorder or hide the words around it.
function plain(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, '?').trim();
  return printable.length > MAX_ERROR_LENGTH ? `${printable.slice(0, MAX_ERROR_LENGTH)}...` : printable;
}

function originOf(
  queue: IngestQueue,
  topic: string | null,
  content: unknown,
): { thingName: string | null; topic: string | null } {
  if (queue === 'telemetry') {
    return { topic, thingName: topic === null ? null : (parseTelemetryTopic(topic)?.thingName ?? null) };
  }
  const row = asRow(content);
  const names = row && Array.isArray(row.thingNames) ? row.thingNames : [];
  const only = names.length === 1 ? names[0] : null;
  const clientId = row ? (textField(row, 'clientId') ?? textField(row, 'thingName') ?? only) : null;
  return { topic, thingName: typeof clientId === 'string' && isThingName(clientId) ? clientId : null };
}
