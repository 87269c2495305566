// Fewer words for the fleet feed: only the newest state of each thing, and nothing that only the store needs.
import type { DeviceLatest } from '../telemetry/device-latest';
import type { FleetUpdate } from './fleet-update';

/**
 * Returns the updates with one state per thing and kind (the last one given) and one of each event, in the order in which
 * they first appeared. The times of recent numbers are left out: a page draws them in order and needs no more.
 */
export function coalesceFleetUpdates(updates: readonly FleetUpdate[]): FleetUpdate[] {
  const newest = new Map<string, FleetUpdate>();
  for (const update of updates) newest.set(updateKey(update), update);
  return [...newest.values()].map((update) =>
    update.kind === 'latest' ? { kind: 'latest', latest: withoutTimes(update.latest) } : update,
  );
}

function updateKey(update: FleetUpdate): string {
  switch (update.kind) {
    case 'latest':
      return JSON.stringify([update.kind, update.latest.thingName]);
    case 'presence':
      return JSON.stringify([update.kind, update.presence.thingName]);
    case 'event':
      return JSON.stringify([update.kind, update.event.thingName, update.event.eventId]);
  }
}

function withoutTimes(latest: DeviceLatest): DeviceLatest {
  const metrics = Object.fromEntries(
    Object.entries(latest.metrics).map(([name, { value, observedAt, recent }]) => [
      name,
      { value, observedAt, recent },
    ]),
  );
  return { ...latest, metrics };
}
