// What core-status needs of the world, in the words of the domain.
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** The tables of core-status. Every call throws when its table cannot be reached. */
export interface PresenceStore {
  /** Returns what is known of a thing's connection, read consistently; null when nothing is. */
  read(thingName: string): Promise<DevicePresence | null>;
  /** Stores `next` only if what is stored is still `previous`; false when it is not. */
  replace(previous: DevicePresence | null, next: DevicePresence): Promise<boolean>;
  /** Stores a line of the timeline; the same line again overwrites itself. */
  putEvent(event: DeviceEvent): Promise<void>;
}
