// What one can filter and sort by: the values that the fleet has.
import type { FleetThing } from './fleet-thing';

/** The different values in the fleet, each list in order. */
export interface FleetFacets {
  types: string[];
  sites: string[];
  tags: string[];
  metrics: { name: string; label: string }[];
}

// More than anybody looks through in a menu; the search finds the rest.
const MOST = 300;

/** Returns the values that the given things have, at most 300 of each kind, those that most things share first to stay. */
export function fleetFacets(things: Iterable<FleetThing>): FleetFacets {
  const types = new Map<string, number>();
  const sites = new Map<string, number>();
  const tags = new Map<string, number>();
  const metrics = new Map<string, number>();
  const labels = new Map<string, string>();
  const count = (counts: Map<string, number>, value: string) => counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const { device, latest } of things) {
    if (device?.type) count(types, device.type);
    if (device?.site) count(sites, device.site);
    for (const tag of device?.tags ?? []) if (tag !== '') count(tags, tag);
    for (const name in latest?.metrics) {
      count(metrics, name);
      const declared = device?.capabilities.metrics;
      const label = declared && Object.hasOwn(declared, name) ? declared[name]?.label : undefined;
      if (label && !labels.has(name)) labels.set(name, label);
    }
  }
  return {
    types: commonest(types),
    sites: commonest(sites),
    tags: commonest(tags),
    metrics: commonest(metrics).map((name) => ({ name, label: labels.get(name) ?? name })),
  };
}

function commonest(counts: ReadonlyMap<string, number>): string[] {
  const all = [...counts];
  const kept = all.length > MOST ? all.sort((a, b) => b[1] - a[1]).slice(0, MOST) : all;
  return kept.map(([value]) => value).sort((a, b) => (a.toLocaleLowerCase() < b.toLocaleLowerCase() ? -1 : 1));
}
