// Which of a gateway's children may report: those that somebody registered, those that reported before, and so many more.
import type { StoredLatest, TelemetryStore } from './ports';

// A gateway invents its children's names; without a bound, one that invents a new name per message fills the tables.
// What people registered is taken beyond it, and listed up to it: the names are written with every state of the gateway.
const MOST_LISTED = 256;

/** A reading of a gateway's child. */
export interface ChildReading {
  thingName: string;
  gateway: string;
}

/**
 * Returns the names of children that may not report, because their gateway has 256 unregistered ones already. `stored`
 * is what is known of the children by name. A child is looked up once in its life: afterwards it is known, and its gateway's
 * row lists it.
 */
export async function refusedChildren(
  readings: readonly ChildReading[],
  stored: ReadonlyMap<string, StoredLatest>,
  store: TelemetryStore,
): Promise<Set<string>> {
  const unknown = new Map(
    readings.filter(({ thingName }) => !stored.has(thingName)).map(({ thingName, gateway }) => [thingName, gateway]),
  );
  if (unknown.size === 0) return new Set();
  const registered = await store.registered([...unknown.keys()]);
  const refused = new Set<string>();
  await Promise.all(
    [...unknown].map(async ([thingName, gateway]) => {
      if (registered.has(thingName)) await store.noteChild(gateway, thingName, 'registeredChildren', MOST_LISTED);
      else if (!(await store.noteChild(gateway, thingName, 'children', MOST_LISTED))) refused.add(thingName);
    }),
  );
  return refused;
}
