// A device with a place on earth.
import type { Presence } from '../../../domain/presence/device-presence';

/** One located device. Degrees; `place` is what people call the place, null when nobody said. */
export interface MapPoint {
  thingName: string;
  latitude: number;
  longitude: number;
  place: string | null;
  presence: Presence;
}
