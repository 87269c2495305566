// Telling open pages what changed.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import type { Log } from '../shared/logger';
import type { Publish } from '../shared/publish';

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
