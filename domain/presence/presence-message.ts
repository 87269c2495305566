// What comes through the queues of core-status: what the broker tells of connections, and what core-telemetry heard.
import { asRow, numberField, textField } from '../rows/row-fields';
import { isThingName } from '../telemetry/thing-names';
import { type LifecycleEvent, parseLifecycleEvent } from './lifecycle-event';

/** A sign of life as core-telemetry sends it: a reading of a thing that was not said to be online. Times are epoch ms. */
export interface HeardSign {
  kind: 'heard';
  thingName: string;
  receivedAt: number;
}

/** Somebody was refused who used this thing's name; says nothing of whether the thing is there. */
export interface FailedConnection {
  thingName: string;
  at: number;
}

export type PresenceMessage =
  | { kind: 'lifecycle'; event: LifecycleEvent }
  | HeardSign
  | { kind: 'connectFailed'; failure: FailedConnection };

export type ParsedPresenceMessage =
  | { ok: true; message: PresenceMessage }
  | { ok: false; problem: { kind: 'notADevice' | 'badEvent'; message: string } };

/** Reads one message. Takes any value and never throws. */
export function parsePresenceMessage(raw: unknown): ParsedPresenceMessage {
  const row = asRow(raw) ?? {};
  if (row.kind === 'heard') return parseHeard(row);
  if (row.eventType === 'connect_failed') return parseFailure(row);
  const parsed = parseLifecycleEvent(raw);
  return parsed.ok ? { ok: true, message: { kind: 'lifecycle', event: parsed.event } } : parsed;
}

function parseHeard(row: Record<string, unknown>): ParsedPresenceMessage {
  const thingName = textField(row, 'thingName');
  const receivedAt = numberField(row, 'receivedAt');
  if (!thingName || !isThingName(thingName) || receivedAt === null) {
    return { ok: false, problem: { kind: 'badEvent', message: 'The sign of life names no thing or no time.' } };
  }
  return { ok: true, message: { kind: 'heard', thingName, receivedAt } };
}

function parseFailure(row: Record<string, unknown>): ParsedPresenceMessage {
  const thingName = textField(row, 'clientId');
  // When the rule took it: the broker's own time may be off, and these are counted by the minute.
  const at = numberField(row, 'receivedAt') ?? numberField(row, 'timestamp');
  if (!thingName || at === null) {
    return { ok: false, problem: { kind: 'badEvent', message: 'The refused connection has no client id or no time.' } };
  }
  // A browser, or a name that no device can have.
  if (!isThingName(thingName)) {
    return { ok: false, problem: { kind: 'notADevice', message: 'The client id is no name of a thing.' } };
  }
  return { ok: true, message: { kind: 'connectFailed', failure: { thingName, at } } };
}
