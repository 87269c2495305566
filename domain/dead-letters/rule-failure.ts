// What an IoT rule's error action tells, and the message that the rule would have made had its action not failed.
import { asRow, parseJson, textField } from '../rows/row-fields';
import { decodeBase64, decodeUtf8 } from '../telemetry/decode-base64';
import type { IngestQueue } from './dead-letter';

/** An error action's message (AWS IoT Core: error action message format). Absent fields are null. */
export interface RuleFailure {
  ruleName: string | null;
  topic: string | null;
  clientId: string | null;
  traceId: string | null;
  /** What the device published, as base64; null when the message lost it. */
  payloadBase64: string | null;
  failures: FailedAction[];
}

/** An action of the rule that failed. `resource` is what it wanted to reach: a queue, by name or URL. */
export interface FailedAction {
  resource: string | null;
  error: string | null;
}

/**
 * Reads an error action's message, or returns undefined when `value` is none. The shape alone decides: the telemetry rules
 * name every field of their envelopes themselves, and nobody but the broker publishes what the presence rules take, so no
 * device can make a message of theirs look like this.
 */
export function parseRuleFailure(value: unknown): RuleFailure | undefined {
  const row = asRow(value);
  if (!row || !Array.isArray(row.failures)) return undefined;
  return {
    ruleName: textField(row, 'ruleName'),
    topic: textField(row, 'topic'),
    clientId: textField(row, 'clientId'),
    traceId: textField(row, 'cloudwatchTraceId'),
    payloadBase64: textField(row, 'base64OriginalPayload'),
    failures: row.failures.flatMap((each: unknown) => {
      const action = asRow(each);
      return action
        ? [{ resource: textField(action, 'failedResource'), error: textField(action, 'errorMessage') }]
        : [];
    }),
  };
}

/** Says whether the action wanted to reach the queue with this URL; a report names a queue by its URL or by its name. */
export function isMeantFor({ resource }: FailedAction, queueUrl: string): boolean {
  return resource !== null && nameOf(resource) === nameOf(queueUrl);
}

const nameOf = (queue: string) => queue.slice(queue.lastIndexOf('/') + 1);

/**
 * Returns the body that the rule would have put on `queue`, or null when it cannot be known. It repeats what the rules'
 * SQL selects (amplify/iot): for telemetry the envelope around the payload, for presence the event's own fields.
 * `arrivedAt` (epoch ms), when the failure was told, stands in for `timestamp()`; the same failure always gives the same
 * body, so that re-sending it twice stores it once.
 */
export function rebuildBody(failure: RuleFailure, queue: IngestQueue, arrivedAt: number): string | null {
  const { payloadBase64, topic, clientId, traceId } = failure;
  if (payloadBase64 === null) return null;
  const bytes = decodeBase64(payloadBase64);
  if (!bytes) return null;
  switch (queue) {
    case 'telemetry':
      if (topic === null) return null;
      return JSON.stringify({ payload: payloadBase64, topic, clientId, traceId, receivedAt: arrivedAt });
    case 'presence':
    case 'discord': {
      const text = decodeUtf8(bytes);
      const event = text === undefined ? undefined : asRow(parseJson(text));
      return event ? JSON.stringify({ ...event, traceId, receivedAt: arrivedAt }) : null;
    }
  }
}
