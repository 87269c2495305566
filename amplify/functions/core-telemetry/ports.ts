// What ingesting needs of the world, in the words of the domain. The tables are behind it in AWS, memory in tests.
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** A thing's newest state as it is stored, with what core-telemetry notes beside it for itself. */
export interface StoredLatest {
  latest: DeviceLatest;
  createdAt: string;
  /** Changes with every write, so that a writer can tell whether another one was there meanwhile; null without one. */
  revision: string | null;
  /** When the thing was last heard again after a silence, epoch ms. */
  awakeSince: number;
  /** Names of a gateway's children that nobody had registered when they were first heard; bounded. */
  children: string[];
  /** Names of those that somebody had: nothing depends on them but who counts a gateway's devices; bounded. */
  registeredChildren: string[];
}

/** The lists of children in a gateway's row. */
export type ChildList = 'children' | 'registeredChildren';

/** One row of newest state to write. */
export interface LatestWrite {
  latest: DeviceLatest;
  previous: StoredLatest | null;
  awakeSince: number;
}

export type LatestOutcome = 'stored' | 'changedMeanwhile' | 'failed';

/** Samples that could not be stored, and the names of things whose newest state could not be. */
export interface Unstored {
  samples: Set<TelemetrySample>;
  latest: Set<string>;
}

/** The tables of core-telemetry. */
export interface TelemetryStore {
  /** Stores samples and, unchecked, newest states, in the same calls. Returns what could not be stored. */
  putReadings(samples: readonly TelemetrySample[], latest: readonly LatestWrite[]): Promise<Unstored>;
  /** Returns what is stored by thing name, read consistently. Throws when the table cannot be read. */
  readLatest(thingNames: readonly string[]): Promise<Map<string, StoredLatest>>;
  /** Writes those that nobody changed since `previous` was read. Returns what became of each write, by thing name. */
  putLatestIfUnchanged(writes: readonly LatestWrite[]): Promise<Map<string, LatestOutcome>>;
  /** Adds an event's count to what is stored of it; returns the event with the sum, or null when that failed. */
  addReject(event: DeviceEvent): Promise<DeviceEvent | null>;
  /** Returns which of these things somebody has registered. */
  registered(thingNames: readonly string[]): Promise<Set<string>>;
  /** Notes a child of a gateway, on one of its two lists; false when that has `most` others already. */
  noteChild(gateway: string, thingName: string, list: ChildList, most: number): Promise<boolean>;
}
