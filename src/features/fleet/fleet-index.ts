// What a thing is ordered and searched by. Made once per change of a device, not per keystroke.
import { displayName, type FleetThing } from './fleet-thing';

/** What a thing is sorted and found by. */
export interface IndexEntry {
  sortKey: string;
  searchText: string;
}

/** Returns the keys of a thing. Numbers sort by size (`sensor 2` before `sensor 10`), letters without regard to case. */
export function indexEntry(thing: FleetThing): IndexEntry {
  const name = displayName(thing).toLocaleLowerCase();
  const padded = name.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  const device = thing.device;
  const words = [name, thing.thingName, device?.site, device?.location?.label, ...(device?.tags ?? [])];
  return {
    // Plain comparison of prepared keys: a collator needs ten times as long for ten thousand names.
    sortKey: `${padded}\u0000${thing.thingName}`,
    searchText: words
      .filter((word) => word)
      .join('\n')
      .toLocaleLowerCase(),
  };
}
