// One thing at once, for who opens its page directly while the fleet is still on its way.
import { useEffect, useState } from 'react';
import { fetchThing } from '../../cloud/fleet-feed';
import { fleet } from './fleet';
import { gatewayOfThing } from './fleet-thing';

export type FetchedThing = { kind: 'loading' } | { kind: 'done' } | { kind: 'failed'; failure: unknown };

/** Fetches a thing, and its gateway's presence, into the fleet. */
export function useFetchedThing(thingName: string): FetchedThing {
  const [state, setState] = useState<FetchedThing>({ kind: 'loading' });
  useEffect(() => {
    let over = false;
    setState({ kind: 'loading' });
    take(thingName)
      .then(async () => {
        const thing = fleet.store.get(thingName);
        const gateway = thing ? gatewayOfThing(thing) : null;
        if (gateway !== null && !fleet.store.get(gateway)) await take(gateway);
      })
      .then(
        () => {
          if (!over) setState({ kind: 'done' });
        },
        (failure) => {
          if (!over) setState({ kind: 'failed', failure });
        },
      );
    return () => {
      over = true;
    };
  }, [thingName]);
  return state;
}

async function take(thingName: string): Promise<void> {
  const { device, latest, presence } = await fetchThing(thingName);
  if (device) fleet.store.putDevice(device);
  if (latest) fleet.store.putLatest(latest);
  if (presence) fleet.store.putPresence(presence);
}
