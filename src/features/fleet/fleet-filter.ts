// Which things to show.
import type { Presence } from '../../../domain/presence/device-presence';
import type { IndexEntry } from './fleet-index';
import { type FleetThing, presenceOf } from './fleet-thing';

/** A metric's newest number must lie strictly above and below these bounds; null is no bound. */
export interface MetricBounds {
  name: string;
  above: number | null;
  below: number | null;
}

/** What a thing must be to be shown; null and an empty text ask for nothing. `text` is matched word by word. */
export interface FleetFilter {
  text: string;
  presence: Presence | null;
  type: string | null;
  site: string | null;
  tag: string | null;
  metric: MetricBounds | null;
}

/** Asks for nothing: every thing passes. */
export const NO_FILTER: FleetFilter = { text: '', presence: null, type: null, site: null, tag: null, metric: null };

/** Says whether a filter asks for anything. */
export function isFiltering(filter: FleetFilter): boolean {
  const { text, ...others } = filter;
  return text.trim() !== '' || Object.values(others).some((wanted) => wanted !== null);
}

/**
 * Returns what says whether a thing passes `filter`. A metric without bounds asks for things that measure it; with bounds
 * its value must be a number between them.
 */
export function fleetMatcher(filter: FleetFilter): (thing: FleetThing, entry: IndexEntry) => boolean {
  const words = filter.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const { presence, type, site, tag, metric } = filter;
  return (thing, entry) => {
    if (presence !== null && presenceOf(thing) !== presence) return false;
    if (type !== null && thing.device?.type !== type) return false;
    if (site !== null && thing.device?.site !== site) return false;
    if (tag !== null && !thing.device?.tags.includes(tag)) return false;
    if (metric !== null && !isWithin(thing, metric)) return false;
    return words.every((word) => entry.searchText.includes(word));
  };
}

function isWithin(thing: FleetThing, { name, above, below }: MetricBounds): boolean {
  const metrics = thing.latest?.metrics;
  const value = metrics && Object.hasOwn(metrics, name) ? metrics[name]?.value : undefined;
  if (value === undefined) return false;
  if (above === null && below === null) return true;
  return typeof value === 'number' && (above === null || value > above) && (below === null || value < below);
}
