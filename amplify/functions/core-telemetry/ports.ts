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
  /** Names of a gateway's children that nobody has registered; bounded. */
  children: string[];
}

/** One row of newest state to write. */
export interface LatestWrite {
  latest: DeviceLatest;
  previous: StoredLatest | null;
  awakeSince: number;
  /** True: only if nobody wrote since `previous` was read. */
  onlyIfUnchanged: boolean;
}

export type LatestOutcome = 'stored' | 'changedMeanwhile' | 'failed';

/** The tables of core-telemetry. */
export interface TelemetryStore {
  /** Returns the samples that could not be stored. */
  putSamples(samples: readonly TelemetrySample[]): Promise<Set<TelemetrySample>>;
  /** Returns what is stored by thing name, read consistently. Throws when the table cannot be read. */
  readLatest(thingNames: readonly string[]): Promise<Map<string, StoredLatest>>;
  /** Returns what became of each write, by thing name. */
  putLatest(writes: readonly LatestWrite[]): Promise<Map<string, LatestOutcome>>;
  /** Adds an event's count to what is stored of it; returns the event with the sum, or null when that failed. */
  addReject(event: DeviceEvent): Promise<DeviceEvent | null>;
  /** Returns which of these things somebody has registered. */
  registered(thingNames: readonly string[]): Promise<Set<string>>;
  /** Notes an unregistered child of a gateway; false when the gateway has `most` others already. */
  admitChild(gateway: string, thingName: string, most: number): Promise<boolean>;
}
