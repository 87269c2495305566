// What an IoT rule's error action tells, and the message that the rule would have made had its action not failed.
import { asRow, parseJson, type Row, textField } from '../rows/row-fields';
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
  /** What went wrong, one text per action that failed. */
  errors: string[];
  /** What the actions that failed wanted to reach: queues, by name or URL. */
  resources: string[];
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
    errors: textsOf(row.failures, 'errorMessage'),
    resources: textsOf(row.failures, 'failedResource'),
  };
}

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

function textsOf(failures: readonly unknown[], name: string): string[] {
  return failures.flatMap((failure) => {
    const text = asRow(failure) && textField(failure as Row, name);
    return text ? [text] : [];
  });
}
