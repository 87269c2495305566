// Whether times are written in the browser's zone or in UTC.
import { createStore } from 'zustand/vanilla';
import { recall, remember } from './remembered';

export type ZoneChoice = 'browser' | 'utc';

/** The zone in force. Change it with `chooseZone`. */
export const zoneChoice = createStore<{ zone: ZoneChoice }>(() => ({
  zone: recall('zone') === 'utc' ? 'utc' : 'browser',
}));

/** Writes every time in `zone` from now on and remembers it for the next visit. */
export function chooseZone(zone: ZoneChoice): void {
  remember('zone', zone);
  zoneChoice.setState({ zone });
}

/** Returns the IANA name that Intl understands; undefined stands for the browser's own zone. */
export function intlZone(zone: ZoneChoice): string | undefined {
  return zone === 'utc' ? 'UTC' : undefined;
}
