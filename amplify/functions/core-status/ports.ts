// What core-status needs of the world, in the words of the domain.
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import type { KnownPresence } from '../../../domain/presence/known-presence';
import type { PresenceCount } from '../../../domain/presence/presence-count';
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** What is stored of a thing's presence. */
export interface StoredPresence extends KnownPresence {
  /** Changes with every write, so that a writer can tell whether another one was there meanwhile; null without one. */
  revision: string | null;
  /** When it is to be looked at again (epoch ms); null when there is nothing to wait for. */
  lookAt: number | null;
}

/** What people say of a device, as far as presence goes. */
export interface DeviceTerms {
  expectedIntervalMs: number | null;
  lifecycle: string | null;
}

/** The tables of core-status. Every call throws when its table cannot be reached. */
export interface PresenceStore {
  /** Returns what is known of a thing, read consistently; null when nothing is. */
  read(thingName: string): Promise<StoredPresence | null>;
  /** Stores `next` only if what is stored is still `previous`; false when it is not. */
  replace(previous: StoredPresence | null, next: KnownPresence, lookAt: number | null): Promise<boolean>;
  /** Stores a line of the timeline; the same line again overwrites itself. */
  putEvent(event: DeviceEvent): Promise<void>;
  /** Adds an event's count to its line and returns the event with the sum. */
  addToEvent(event: DeviceEvent): Promise<DeviceEvent>;
  /** Returns what people say of those devices among `thingNames` that are registered. */
  termsOf(thingNames: readonly string[]): Promise<Map<string, DeviceTerms>>;
  /** Returns which of these things have a presence. */
  known(thingNames: readonly string[]): Promise<Set<string>>;
}

/** What looking for silence needs beside. */
export interface SweepStore extends PresenceStore {
  /** Returns a page of the things of a shard that are due at `nowMs`, and where the next page begins (undefined: nowhere). */
  due(shard: string, nowMs: number, from?: unknown): Promise<{ rows: StoredPresence[]; next?: unknown }>;
  /** Returns when the newest reading of each of these things was received (epoch ms); things never heard are left out. */
  heardAt(thingNames: readonly string[]): Promise<Map<string, number>>;
}

/** What a pass over everything needs beside. */
export interface CensusStore extends SweepStore {
  /** All things with a presence, in pages. */
  presences(): AsyncIterable<{ thingName: string; presence: Presence; lookAt: number | null }[]>;
  /** The names of all registered devices, in pages. */
  registered(): AsyncIterable<string[]>;
  /** Stores the count of a moment; the same moment again overwrites itself. */
  putCount(count: PresenceCount): Promise<void>;
}

/** Tells what watches transitions (Discord) of states that no event of the broker told of. Never throws. */
export type TellTransitions = (states: readonly DevicePresence[]) => Promise<void>;
