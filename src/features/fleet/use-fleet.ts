// React's bindings to the fleet.
import { useCallback, useDeferredValue, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { fleet } from './fleet';
import type { FleetStatus } from './fleet-collection';
import type { FleetFilter } from './fleet-index';
import type { FleetCounts } from './fleet-store';
import type { FleetThing } from './fleet-thing';

const { store } = fleet;

/** Returns one thing; renders again only when that thing changed. Undefined when it is not in the fleet. */
export function useThing(thingName: string): FleetThing | undefined {
  const subscribe = useCallback((listener: () => void) => store.onThing(thingName, listener), [thingName]);
  return useSyncExternalStore(subscribe, () => store.get(thingName));
}

/** Returns how many things are in each state. */
export function useFleetCounts(): FleetCounts {
  return useSyncExternalStore(store.onCounts, store.counts);
}

/** Returns the names of the things that match, in order; changes only when the answer may have changed. */
export function useFleetNames(filter: FleetFilter): string[] {
  const { text, presence } = filter;
  const members = useSyncExternalStore(store.onMembers, store.membersVersion);
  // Only a filter by presence depends on who is online right now.
  const states = useSyncExternalStore(store.onCounts, () => (presence === null ? 0 : store.countsVersion()));
  const version = useDeferredValue(`${members} ${states}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the store's content.
  return useMemo(() => store.select({ text, presence }), [text, presence, version]);
}

/** Returns how current the fleet is. */
export function useFleetStatus(): FleetStatus {
  return useStore(fleet.status);
}
