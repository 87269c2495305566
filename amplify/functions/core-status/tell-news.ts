// Telling open pages, and whoever watches transitions, what changed.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import type { Log } from '../shared/logger';
import type { Publish } from '../shared/publish';
import type { Transition } from './look-at-things';
import type { TellTransitions } from './ports';

/** Publishes to the fleet feed; false when that failed, which costs nothing that is stored: open pages reconcile. */
export async function tellNews(
  fleet: readonly FleetUpdate[],
  { publish, log }: { publish: Publish; log: Log },
): Promise<boolean> {
  if (fleet.length === 0) return true;
  try {
    await publish({ fleet, telemetry: new Map() });
    return true;
  } catch (error) {
    log.error('Open pages could not be told; they will find out when they reconcile.', error);
    return false;
  }
}

/** Tells open pages and whoever watches transitions of states that no event of the broker told of. */
export async function tellAll(
  transitions: readonly Transition[],
  ports: { publish: Publish; tellTransitions: TellTransitions; log: Log },
): Promise<void> {
  const updates = transitions.flatMap(({ state, line }): FleetUpdate[] => [
    { kind: 'presence', presence: state },
    { kind: 'event', event: line },
  ]);
  await tellNews(updates, ports);
  await ports.tellTransitions(transitions.map(({ state }) => state));
}
