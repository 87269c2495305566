// How far a zone is from UTC.
import type { ZoneChoice } from './time-zone';

/** Returns the distance of the chosen zone from UTC at a moment, in ms, positive to the east. */
export function zoneOffsetMs(atMs: number, zone: ZoneChoice): number {
  return zone === 'utc' ? 0 : -new Date(atMs).getTimezoneOffset() * 60_000;
}
