// Recent numbers for what is on the screen, where the feed has not told them yet.
import { useEffect, useRef } from 'react';
import { fetchRecentNumbers } from '../../../cloud/recent-numbers';
import { fleet } from '../fleet';
import type { FleetThing } from '../fleet-thing';
import { useFleetStatus } from '../use-fleet';

// Who scrolls does not stop at every line.
const SETTLE_MS = 200;

/** Fetches the recent numbers of these things into the fleet; what is known already is not asked for again. */
export function useRecentNumbers(thingNames: readonly string[]): void {
  const asked = useRef(new Map<string, number>());
  const { synced } = useFleetStatus();
  const key = thingNames.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the names, which are another array each time.
  useEffect(() => {
    if (!synced) return;
    const timer = setTimeout(() => {
      const wanted = thingNames.filter((name) => {
        const thing = fleet.store.get(name);
        return thing?.latest && lacksNumbers(thing) && asked.current.get(name) !== thing.latest.observedAt;
      });
      if (wanted.length === 0) return;
      for (const name of wanted) asked.current.set(name, fleet.store.get(name)?.latest?.observedAt ?? 0);
      fetchRecentNumbers(wanted).then(
        (latests) => {
          for (const latest of latests) fleet.store.putLatest(latest);
        },
        // A tile without its line still tells everything else; the next screen asks again.
        () => {
          for (const name of wanted) asked.current.delete(name);
        },
      );
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key, synced]);
}

function lacksNumbers({ latest }: FleetThing): boolean {
  for (const name in latest?.metrics) {
    const metric = latest.metrics[name];
    if (metric && typeof metric.value === 'number' && metric.recent.length === 0) return true;
  }
  return false;
}
