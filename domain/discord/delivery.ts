// One message to the channel, as the log keeps it, and the state of who sends them.
import { asRow, choiceField, jsonField, numberField, textField } from '../rows/row-fields';
import type { ToldOutage } from './telling';

/**
 * `sending`: under way, or the function was stopped before it could record the outcome. `waiting`: Discord could not take
 * it yet, it is tried again. `delivered`: Discord took it. `failed`: given up, see the reason. `overtaken`: while it waited,
 * what it told ceased to hold. `unconfirmed`: twice the outcome could not be recorded; it is not sent a third time.
 */
export type DeliveryState = 'sending' | 'waiting' | 'delivered' | 'failed' | 'overtaken' | 'unconfirmed';

export const DELIVERY_STATES: readonly DeliveryState[] = [
  'sending',
  'waiting',
  'delivered',
  'failed',
  'overtaken',
  'unconfirmed',
];

/** A line of the delivery log. Times are epoch ms. */
export interface Delivery {
  deliveryId: string;
  at: number;
  kind: 'news' | 'test';
  state: DeliveryState;
  attempts: number;
  /** How often the outcome of an attempt was not recorded, so that the message may have appeared. */
  repeats: number;
  /** Why it waits, failed or may appear twice; null when there is nothing to say. */
  reason: string | null;
  /** The message as Discord gets it, JSON. */
  body: string;
  /** The outages that it tells, and the things whose outage it ends. */
  outages: ToldOutage[];
  ended: string[];
}

/** Reads a delivery from its row, or returns undefined when the row is none. */
export function parseDeliveryRow(value: unknown): Delivery | undefined {
  const row = asRow(value);
  const deliveryId = row && textField(row, 'deliveryId');
  const state = row && choiceField(row, 'state', DELIVERY_STATES);
  if (!row || !deliveryId || !state) return undefined;
  const told = jsonField(row, 'told') ?? {};
  return {
    deliveryId,
    state,
    at: numberField(row, 'at') ?? 0,
    kind: choiceField(row, 'kind', ['news', 'test']) ?? 'news',
    attempts: numberField(row, 'attempts') ?? 0,
    repeats: numberField(row, 'repeats') ?? 0,
    reason: textField(row, 'reason'),
    body: textField(row, 'body') ?? '',
    outages: Array.isArray(told.outages) ? told.outages.flatMap((each) => parseToldRow(each) ?? []) : [],
    ended: Array.isArray(told.ended) ? told.ended.filter((name) => typeof name === 'string') : [],
  };
}

/** Reads an outage that was told, or returns undefined. */
export function parseToldRow(value: unknown): ToldOutage | undefined {
  const row = asRow(value);
  const thingName = row && textField(row, 'thingName');
  const presence = row && choiceField(row, 'presence', ['offline', 'stale'] as const);
  const since = row && numberField(row, 'since');
  return thingName && presence && typeof since === 'number' ? { thingName, presence, since } : undefined;
}

/** What the sender of a channel knows. Times are epoch ms; null where there is nothing to say. */
export interface SenderState {
  /** When the news that are gathered go out; null while none are. */
  flushAt: number | null;
  /** Before this, Discord wants no message. */
  notBefore: number;
  /** The delivery that is not settled. */
  deliveryId: string | null;
  /** Attempts in a row that failed. */
  failures: number;
  lastFailure: string | null;
  lastDeliveredAt: number | null;
  disabledAt: number | null;
  disabledReason: string | null;
  /** The fingerprint of the webhook that Discord does not know any more; another one is tried again. */
  disabledWebhook: string | null;
}

/** Reads the sender's state; a row that is absent is the state before the first message. */
export function parseSenderRow(value: unknown): SenderState {
  const row = asRow(value) ?? {};
  return {
    flushAt: numberField(row, 'flushAt'),
    notBefore: numberField(row, 'notBefore') ?? 0,
    deliveryId: textField(row, 'deliveryId'),
    failures: numberField(row, 'failures') ?? 0,
    lastFailure: textField(row, 'lastFailure'),
    lastDeliveredAt: numberField(row, 'lastDeliveredAt'),
    disabledAt: numberField(row, 'disabledAt'),
    disabledReason: textField(row, 'disabledReason'),
    disabledWebhook: textField(row, 'disabledWebhook'),
  };
}
