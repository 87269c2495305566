// A few things by words of what they are called.
import { gatewayOf } from '../../../domain/telemetry/thing-names';
import type { FleetStore } from './fleet-store';
import type { FleetThing } from './fleet-thing';

/**
 * Returns at most `most` of the things that speak for themselves and whose name, thing name, site or tags hold `words`, in
 * the order of their names.
 */
export function findThings(store: FleetStore, words: string, most: number): FleetThing[] {
  const wanted = words.trim().toLocaleLowerCase();
  const found: { thing: FleetThing; sortKey: string }[] = [];
  for (const thing of store.things()) {
    const entry = store.entry(thing.thingName);
    if (entry?.searchText.includes(wanted) && gatewayOf(thing.thingName) === null)
      found.push({ thing, sortKey: entry.sortKey });
  }
  return found
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1))
    .slice(0, most)
    .map(({ thing }) => thing);
}
