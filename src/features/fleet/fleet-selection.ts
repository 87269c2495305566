// The things that pass a filter, in order, while ten thousand of them change: each change looks at what changed alone.
import { type FleetFilter, fleetMatcher } from './fleet-filter';
import { type FleetOrder, type Place, placeComparer, rankOf } from './fleet-order';
import type { FleetStore } from './fleet-store';
import type { FleetThing } from './fleet-thing';
import { createOrderedList } from './ordered-list';
import { type Timing, throttled } from './throttled';

// A list that is in another order more than once a second cannot be read, let alone clicked.
const REORDER_EVERY_MS = 1000;

/** Makes the selection of what passes `filter`, ordered by `order`. It follows the fleet while somebody listens. */
export function createSelection(store: FleetStore, filter: FleetFilter, order: FleetOrder, timing: Timing) {
  const matches = fleetMatcher(filter);
  const list = createOrderedList<Place>(placeComparer(order), (a, b) => a.rank === b.rank && a.sortKey === b.sortKey);
  const listeners = new Set<() => void>();
  const changed = new Set<string>();
  let names: readonly string[] = [];
  let stop: (() => void) | null = null;

  function placeOf(thing: FleetThing | undefined): Place | null {
    const entry = thing && store.entry(thing.thingName);
    if (!thing || !entry || !matches(thing, entry)) return null;
    return { name: thing.thingName, rank: rankOf(thing, order.by), sortKey: entry.sortKey };
  }

  function take(changes: Iterable<readonly [string, Place | null]>) {
    if (list.take(changes)) names = list.items().map((place) => place.name);
  }

  function takeAll() {
    const changes = new Map<string, Place | null>();
    for (const { name } of list.items()) changes.set(name, null);
    for (const thing of store.things()) changes.set(thing.thingName, placeOf(thing));
    take(changes);
  }

  const catchUp = throttled(REORDER_EVERY_MS, timing, () => {
    const before = names;
    take([...changed].map((name) => [name, placeOf(store.get(name))] as const));
    changed.clear();
    if (names !== before) for (const listener of listeners) listener();
  });

  takeAll();

  return {
    /** The names in order; the same array until it changes. */
    names: (): readonly string[] => names,

    /** Calls `listener` when the names or their order changed; returns what stops it. */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      if (!stop) {
        // What changed between the making and the first listener, or while nobody listened.
        takeAll();
        const stopFollowing = store.onChanged((thingNames) => {
          for (const name of thingNames) changed.add(name);
          if (changed.size === 0) return;
          // Nothing on the screen can move away under a finger, so the first devices need not wait.
          if (names.length === 0) catchUp.callNow();
          else catchUp.call();
        });
        stop = () => {
          stopFollowing();
          catchUp.stop();
          changed.clear();
        };
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
