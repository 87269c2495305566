// The one list of what needs attention.
import { fetchRejects } from '../../../cloud/rejects';
import { fleet } from '../fleet';
import { pageTiming } from '../page-timing';
import { createAttention } from './attention';
import { REJECTS_FOR_MS } from './reject-tallies';

/** What needs attention in the fleet of the signed-in person. */
export const fleetAttention = createAttention(fleet.store, pageTiming);

/** Fetches the rejects of the last hour into it: what the feed told while nobody listened. Throws CloudError. */
export async function fetchRecentRejects(): Promise<void> {
  const nowMs = pageTiming.nowMs();
  const { events } = await fetchRejects(nowMs - REJECTS_FOR_MS, nowMs);
  fleetAttention.takeEvents(events);
}
