// React's bindings to the fleet.
import { useCallback, useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { fleet } from './fleet';
import type { FleetStatus } from './fleet-collection';
import { type FleetFacets, fleetFacets } from './fleet-facets';
import { createSelection } from './fleet-selection';
import type { FleetCounts } from './fleet-store';
import type { FleetThing } from './fleet-thing';
import type { FleetView } from './fleet-view';
import { createLocatedThings, type LocatedThing } from './located-things';
import { pageTiming } from './page-timing';

const { store } = fleet;

/** Returns one thing; renders again only when that thing changed. Undefined when it is not in the fleet. */
export function useThing(thingName: string): FleetThing | undefined {
  const subscribe = useCallback((listener: () => void) => store.onThing(thingName, listener), [thingName]);
  return useSyncExternalStore(subscribe, () => store.get(thingName));
}

/** Returns the names of the devices that a gateway speaks for. */
export function useChildrenOf(gateway: string): readonly string[] {
  const subscribe = useCallback((listener: () => void) => store.onThing(gateway, listener), [gateway]);
  return useSyncExternalStore(subscribe, () => store.childrenOf(gateway));
}

/** Returns how many things are in each state. */
export function useFleetCounts(): FleetCounts {
  return useSyncExternalStore(store.onCounts, store.counts);
}

/** Returns the names of the things that a view shows, in order. `view` must be the same object until it changes. */
export function useFleetNames(view: FleetView): readonly string[] {
  // While one types, the next letter is more urgent than the list.
  const { filter, order } = useDeferredValue(view);
  const selection = useMemo(() => createSelection(store, filter, order, pageTiming), [filter, order]);
  return useSyncExternalStore(selection.subscribe, selection.names);
}

/** Returns those of the given things that have a place on earth. */
export function useLocatedThings(names: readonly string[]): readonly LocatedThing[] {
  const located = useMemo(() => createLocatedThings(store, names, pageTiming), [names]);
  return useSyncExternalStore(located.subscribe, located.all);
}

/** Returns what one can filter and sort by, counted anew with each `round`: a menu that opens is up to date. */
export function useFleetFacets(round: unknown): FleetFacets {
  const { complete } = useFleetStatus();
  // biome-ignore lint/correctness/useExhaustiveDependencies: they stand for the store's content.
  return useMemo(() => fleetFacets(store.things()), [complete, round]);
}

/** Returns how current the fleet is. */
export function useFleetStatus(): FleetStatus {
  return useStore(fleet.status);
}
