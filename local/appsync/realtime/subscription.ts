// One running subscription, and whether a message is for it.
import type { SelectedField } from '../execute/selection-tree';
import { passesFilter, type SubscriptionFilter } from './subscription-filter';

export interface Subscription {
  fieldName: string;
  /** What it selected, and a text that is equal for subscriptions that get equal payloads. */
  selection: SelectedField;
  selectionKey: string;
  /** The arguments that its start gave; an argument that was left out is not there. */
  arguments: Readonly<Record<string, unknown>>;
  /** The enhanced filter of its resolver; null or undefined without one. */
  filter: SubscriptionFilter | null | undefined;
  /** Epoch ms when the token that started it expires; null when it does not. */
  expiresAt: number | null;
  /** Takes the JSON text of a payload. */
  deliver(payload: string): void;
}

/**
 * True when the message is for the subscription. An enhanced filter decides alone; without one, every argument that was given
 * must equal the message's field of that name, null included.
 */
export function isMeantFor(subscription: Subscription, message: Readonly<Record<string, unknown>>): boolean {
  if (subscription.filter) return passesFilter(subscription.filter, message);
  return Object.entries(subscription.arguments).every(([name, value]) => (message[name] ?? null) === value);
}
