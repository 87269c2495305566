// React's binding to what needs attention.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { fleet } from '../fleet';
import { useFleetStatus } from '../use-fleet';
import type { AttentionState } from './attention';
import { fetchRecentRejects, fleetAttention } from './fleet-attention';

/** What needs attention; `rejectsUnknown` while the rejects of the last hour could not be fetched. */
export function useAttention(): AttentionState & { rejectsUnknown: boolean } {
  const state = useSyncExternalStore(fleetAttention.subscribe, fleetAttention.state);
  const [rejectsUnknown, setRejectsUnknown] = useState(false);
  const { synced } = useFleetStatus();

  useEffect(() => fleet.onEvent((event) => fleetAttention.takeEvents([event])), []);
  useEffect(() => {
    // After every gap, and not beside the first snapshot, which is waited for.
    if (!synced) return;
    let over = false;
    fetchRecentRejects().then(
      () => {
        if (!over) setRejectsUnknown(false);
      },
      () => {
        if (!over) setRejectsUnknown(true);
      },
    );
    return () => {
      over = true;
    };
  }, [synced]);

  return { ...state, rejectsUnknown };
}
