// The verb of core-status: a batch of lifecycle events becomes presence, lines of timelines and news.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { decidePresence, type PresenceReason } from '../../../domain/presence/decide-presence';
import { describeLifecycle } from '../../../domain/presence/describe-lifecycle';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { type LifecycleEvent, parseLifecycleEvent } from '../../../domain/presence/lifecycle-event';
import { parseJson } from '../../../domain/rows/row-fields';
import type { Log } from '../shared/logger';
import type { Publish } from '../shared/publish';
import type { PresenceStore } from './ports';

/** One message of the queue: its id and its body, the event as JSON text. */
export interface QueuedEvent {
  id: string;
  body: string;
}

export interface PresencePorts {
  store: PresenceStore;
  publish: Publish;
  log: Log;
}

/** What became of a batch. `failedIds` go back to the queue; `changed` counts the things whose state changed. */
export interface PresenceSummary {
  failedIds: string[];
  received: number;
  changed: number;
  ignored: number;
  published: boolean;
}

const MAX_ATTEMPTS = 8;

/**
 * Applies a batch of lifecycle events, those of one thing one after another. An event may come late, twice and in any
 * order; each is written to the timeline under an id of its own, whatever it means for the present state, so that a
 * repetition after a failure repairs what is missing. Clients without a certificate (browsers) are no devices and are
 * passed over.
 */
export async function applyLifecycleEvents(
  records: readonly QueuedEvent[],
  ports: PresencePorts,
): Promise<PresenceSummary> {
  const byThing = new Map<string, { id: string; event: LifecycleEvent }[]>();
  let ignored = 0;
  for (const { id, body } of records) {
    const parsed = parseLifecycleEvent(parseJson(body));
    if (parsed.ok)
      byThing.set(parsed.event.thingName, [
        ...(byThing.get(parsed.event.thingName) ?? []),
        { id, event: parsed.event },
      ]);
    else {
      ignored += 1;
      if (parsed.problem.kind !== 'notADevice') ports.log.warn('A lifecycle event was not understood.', parsed.problem);
    }
  }
  const outcomes = await Promise.all([...byThing.values()].map((events) => applyInOrder(events, ports)));
  const updates = outcomes.flatMap((outcome) => outcome.updates);
  return {
    failedIds: outcomes.flatMap((outcome) => outcome.failedIds),
    received: records.length,
    changed: outcomes.filter((outcome) => outcome.updates.length > 0).length,
    ignored,
    published: await tell(updates, ports),
  };
}

async function applyInOrder(
  events: readonly { id: string; event: LifecycleEvent }[],
  { store, log }: PresencePorts,
): Promise<{ updates: FleetUpdate[]; failedIds: string[] }> {
  const updates: FleetUpdate[] = [];
  const failedIds: string[] = [];
  for (const { id, event } of events) {
    try {
      const line = describeLifecycle(event);
      await store.putEvent(line);
      const { next, reason } = await settle(event, store);
      if (next) updates.push({ kind: 'presence', presence: next });
      if (reason !== 'duplicate') updates.push({ kind: 'event', event: line });
    } catch (error) {
      log.error('A lifecycle event could not be stored.', error);
      failedIds.push(id);
    }
  }
  return { updates, failedIds };
}

/** Decides on fresh knowledge until nobody else changes it meanwhile. */
async function settle(
  event: LifecycleEvent,
  store: PresenceStore,
): Promise<{ next: DevicePresence | null; reason: PresenceReason }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const previous = await store.read(event.thingName);
    const { next, reason } = decidePresence(previous, event);
    if (!next || (await store.replace(previous, next))) return { next, reason };
  }
  throw new Error(`The state of ${event.thingName} kept changing; gave up after ${MAX_ATTEMPTS} attempts.`);
}

async function tell(fleet: readonly FleetUpdate[], { publish, log }: PresencePorts): Promise<boolean> {
  if (fleet.length === 0) return true;
  try {
    await publish({ fleet, telemetry: new Map() });
    return true;
  } catch (error) {
    log.error('Open pages could not be told; they will find out when they reconcile.', error);
    return false;
  }
}
