// What lies on the queue of discord-webhook.
import { decidePresence } from '../../../domain/presence/decide-presence';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { parseLifecycleEvent } from '../../../domain/presence/lifecycle-event';
import { asRow, numberField, parseJson, textField } from '../../../domain/rows/row-fields';

/** Something happened to a thing; `isOlder` says of a state whether it does not know of it yet. */
export interface Happening {
  kind: 'happening';
  thingName: string;
  at: number;
  isOlder(state: DevicePresence | null): boolean;
}

/**
 * `happening`: from the presence rules, or from core-status when a device fell silent or evidence told of it. `flush`: the
 * gathered news go out. `test`: an admin tries the channel. `undelivered`: a dead letter that was sent again.
 */
export type QueueMessage =
  | Happening
  | { kind: 'flush'; flushAt: number }
  | { kind: 'test'; askedAt: number }
  | { kind: 'undelivered'; thingNames: string[] }
  | { kind: 'notADevice' | 'notUnderstood' };

/** Reads a message's body. Takes any text and never throws. */
export function readMessage(body: string): QueueMessage {
  const raw = parseJson(body);
  const row = asRow(raw) ?? {};
  switch (row.kind) {
    case 'flush': {
      const flushAt = numberField(row, 'flushAt');
      return flushAt === null ? { kind: 'notUnderstood' } : { kind: 'flush', flushAt };
    }
    case 'test':
      return { kind: 'test', askedAt: numberField(row, 'askedAt') ?? 0 };
    case 'undelivered':
      return Array.isArray(row.thingNames)
        ? { kind: 'undelivered', thingNames: row.thingNames.filter((name) => typeof name === 'string') }
        : { kind: 'notUnderstood' };
    case 'presenceTransition': {
      const [thingName, since] = [textField(row, 'thingName'), numberField(row, 'since')];
      if (!thingName || since === null) return { kind: 'notUnderstood' };
      return { kind: 'happening', thingName, at: since, isOlder: (state) => !state || state.since < since };
    }
    default:
      return readLifecycle(raw);
  }
}

function readLifecycle(raw: unknown): QueueMessage {
  const parsed = parseLifecycleEvent(raw);
  if (!parsed.ok) return { kind: parsed.problem.kind === 'notADevice' ? 'notADevice' : 'notUnderstood' };
  const { event } = parsed;
  return {
    kind: 'happening',
    thingName: event.thingName,
    at: event.at,
    // A state that the event would still change has not seen it.
    isOlder: (state) => decidePresence(state, event).next !== null,
  };
}
