// Refused connections in a device's name: a line of its timeline, never its presence.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { describeFailedConnections } from '../../../domain/presence/describe-failed-connections';
import type { FailedConnection } from '../../../domain/presence/presence-message';
import type { PresenceStore } from './ports';

/**
 * Counts refused connections on the timelines of the things whose names were used, a line a minute. Names that nobody
 * registered and that never connected have no timeline: anybody could invent them. Throws when a table cannot be reached;
 * counting again after that may count some twice.
 */
export async function reportFailedConnections(
  failures: readonly FailedConnection[],
  store: Pick<PresenceStore, 'termsOf' | 'known' | 'addToEvent'>,
): Promise<FleetUpdate[]> {
  if (failures.length === 0) return [];
  const names = [...new Set(failures.map(({ thingName }) => thingName))];
  const [registered, known] = await Promise.all([store.termsOf(names), store.known(names)]);
  const events = describeFailedConnections(
    failures.filter(({ thingName }) => registered.has(thingName) || known.has(thingName)),
  );
  return Promise.all(events.map(async (event) => ({ kind: 'event' as const, event: await store.addToEvent(event) })));
}
