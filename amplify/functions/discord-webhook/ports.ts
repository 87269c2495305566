// What discord-webhook needs of the world, in the words of the domain.
import type { ChannelSettings } from '../../../domain/discord/channel-settings';
import type { KnownThing } from '../../../domain/discord/decide-telling';
import type { Delivery, SenderState } from '../../../domain/discord/delivery';
import type { ToldOutage } from '../../../domain/discord/telling';
import type { Log } from '../shared/logger';
import type { KnownWebhook } from '../shared/webhook-secret';
import type { PostMessage } from './post-message';

/** A thing whose state may be news. The same thing may wait several times. */
export interface PendingThing {
  /** Sorts by the time of what happened. */
  pendingId: string;
  thingName: string;
  /** When it was noted, epoch ms. */
  notedAt: number;
}

/** The tables of discord-webhook. Every call throws when its table cannot be reached. */
export interface NotificationStore {
  /** What is known of these things, read consistently; all of them are in the answer. */
  things(thingNames: readonly string[]): Promise<Map<string, KnownThing>>;
  settings(): Promise<ChannelSettings>;
  /** Notes things and returns the ids of those that could not be noted. */
  addPending(things: readonly PendingThing[]): Promise<Set<string>>;
  /** The oldest of what waits, at most `most`. */
  pending(most: number): Promise<PendingThing[]>;
  dropPending(pendingIds: readonly string[]): Promise<void>;
  /** Remembers outages as told, and forgets those of the things in `ended`. */
  remember(outages: readonly ToldOutage[], ended: readonly string[]): Promise<void>;
  sender(): Promise<SenderState>;
  /** Sets when the gathered news go out, unless a time is set that is not before `stuckBefore`; says whether it did. */
  openWindow(flushAt: number, stuckBefore: number): Promise<boolean>;
  /** Makes `owner` the only sender until `until`, unless another is until later than `nowMs`; says whether it did. */
  lease(owner: string, nowMs: number, until: number): Promise<boolean>;
  release(owner: string): Promise<void>;
  /** Changes the state while `owner` is the sender; throws when it no longer is. */
  saveSender(owner: string, changes: Partial<SenderState>): Promise<void>;
  putDelivery(delivery: Delivery): Promise<void>;
  delivery(deliveryId: string): Promise<Delivery | null>;
}

export interface NotificationPorts {
  store: NotificationStore;
  /** The webhook as it is set now; null when none is. */
  webhook(): Promise<KnownWebhook | null>;
  post: PostMessage;
  /** Puts a message on the function's own queue, to be seen in `delayMs`, at most 15 minutes. */
  send(body: object, delayMs: number): Promise<void>;
  /** Puts what cannot be delivered among the dead letters. */
  bury(body: object): Promise<void>;
  log: Log;
  /** Epoch ms. */
  now: () => number;
  newId: () => string;
  /** How long this invocation may still take. */
  remainingMs: () => number;
}
