// The one fleet of this page.
import { fetchFleet, followFleet } from '../../cloud/fleet-feed';
import { createFleetCollection } from './fleet-collection';
import { createFleetStore } from './fleet-store';
import { pageTiming } from './page-timing';

/** The fleet of the signed-in person; the shell starts it. */
export const fleet = createFleetCollection(
  createFleetStore((flush) => requestAnimationFrame(flush)),
  { follow: followFleet, fetch: fetchFleet, ...pageTiming },
);
