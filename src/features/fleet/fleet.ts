// The one fleet of this page.
import { fetchFleet, followFleet } from '../../cloud/fleet-feed';
import { createFleetCollection } from './fleet-collection';
import { createFleetStore } from './fleet-store';

/** The fleet of the signed-in person; the shell starts it. */
export const fleet = createFleetCollection(
  createFleetStore((flush) => requestAnimationFrame(flush)),
  {
    follow: followFleet,
    fetch: fetchFleet,
    nowMs: () => Date.now(),
    after: (delayMs, action) => {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  },
);
