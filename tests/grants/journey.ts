// What a journey is: a way through the running cloud that makes functions do all that they are there for.
import type { ManualClock } from '../../local/settings/manual-clock';
import type { StackResources } from '../edit-assembly';
import type { TestCloud } from '../test-cloud';

/** A running cloud, and the ways into it that need no browser and no device's certificate. */
export interface Visit {
  cloud: TestCloud;
  /** The access token of the viewer. */
  viewer: string;
  /** What schedules run by. */
  clock: ManualClock;
  /** Calls the API as the admin, and returns the first field. Throws what the API refuses. */
  call(document: string, variables?: Record<string, unknown>): Promise<unknown>;
  /** Publishes as the data plane does for the administrator, QoS 1. */
  publish(topic: string, payload: string | Uint8Array): Promise<void>;
  /** Resolves once the fleet's feed carried something in which `isIt` holds. */
  heard(what: string, isIt: (update: FleetUpdate) => boolean): Promise<unknown>;
}

/** One entry of a fleet message. */
export interface FleetUpdate {
  kind: string;
  latest?: { thingName: string };
  presence?: { thingName: string; presence: string };
  event?: { thingName: string; kind: string };
}

/** Throws when something does not come about. `holders`: whose grants it is for, as `Grant` names them. */
export interface Journey {
  name: string;
  holders: readonly string[];
  /** What else is changed in its template. */
  edit?: (resources: StackResources) => void;
  run(visit: Visit): Promise<void>;
}
