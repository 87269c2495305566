// How many devices were in each state over the last day: counted every five minutes by a schedule, so asked as seldom.
import { useEffect, useState } from 'react';
import { COUNTED_EVERY_MS, type PresenceCount } from '../../../domain/presence/presence-count';
import { fetchPresenceCounts } from '../../cloud/presence-counts';

/** Returns the counts of the last 24 hours, the oldest first; none until they came, and the last known ones if they do not. */
export function usePresenceHistory(): readonly PresenceCount[] {
  const [counts, setCounts] = useState<readonly PresenceCount[]>([]);
  useEffect(() => {
    let over = false;
    const refetch = () => {
      if (document.hidden) return;
      fetchPresenceCounts(Date.now()).then(
        (fetched) => {
          if (!over) setCounts(fetched);
        },
        // The counts of now, which the page is about, do not depend on it.
        () => undefined,
      );
    };
    refetch();
    const timer = setInterval(refetch, COUNTED_EVERY_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, []);
  return counts;
}
