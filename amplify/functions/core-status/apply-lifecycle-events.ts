// The verb of core-status: a batch of lifecycle events becomes presence, lines of timelines and news.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { decidePresence, type PresenceReason } from '../../../domain/presence/decide-presence';
import { describeLifecycle } from '../../../domain/presence/describe-lifecycle';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { type LifecycleEvent, parseLifecycleEvent } from '../../../domain/presence/lifecycle-event';
import { asRow, numberField, parseJson } from '../../../domain/rows/row-fields';
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
  /** Epoch ms. */
  now: () => number;
}

/**
 * What became of a batch. `failedIds` go back to the queue; `rejected` counts what is no event, `ignored` the events of
 * browsers, `changed` the things whose state changed. `lagsMs` are the ages of the events when they were stored.
 */
export interface PresenceSummary {
  failedIds: string[];
  received: number;
  stored: number;
  rejected: number;
  ignored: number;
  changed: number;
  lagsMs: number[];
  published: boolean;
}

/** An event, and when the rule took it (epoch ms; null when the message does not say). */
interface TakenEvent {
  id: string;
  event: LifecycleEvent;
  receivedAt: number | null;
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
  const byThing = new Map<string, TakenEvent[]>();
  let [rejected, ignored] = [0, 0];
  for (const { id, body } of records) {
    const raw = parseJson(body);
    const parsed = parseLifecycleEvent(raw);
    if (parsed.ok) {
      const { event } = parsed;
      const taken = { id, event, receivedAt: numberField(asRow(raw) ?? {}, 'receivedAt') };
      byThing.set(event.thingName, [...(byThing.get(event.thingName) ?? []), taken]);
    } else if (parsed.problem.kind === 'notADevice') ignored += 1;
    else {
      rejected += 1;
      ports.log.warn('A lifecycle event was not understood.', parsed.problem);
    }
  }
  const outcomes = await Promise.all([...byThing.values()].map((events) => applyInOrder(events, ports)));
  const stored = outcomes.flatMap((outcome) => outcome.stored);
  const updates = outcomes.flatMap((outcome) => outcome.updates);
  const published = await tell(updates, ports);
  const nowMs = ports.now();
  return {
    failedIds: outcomes.flatMap((outcome) => outcome.failedIds),
    received: records.length,
    stored: stored.length,
    rejected,
    ignored,
    changed: outcomes.filter((outcome) => outcome.updates.length > 0).length,
    lagsMs: stored.flatMap(({ receivedAt }) => (receivedAt === null ? [] : [Math.max(0, nowMs - receivedAt)])),
    published,
  };
}

async function applyInOrder(
  events: readonly TakenEvent[],
  { store, log }: PresencePorts,
): Promise<{ updates: FleetUpdate[]; stored: TakenEvent[]; failedIds: string[] }> {
  const updates: FleetUpdate[] = [];
  const stored: TakenEvent[] = [];
  const failedIds: string[] = [];
  for (const taken of events) {
    const { id, event } = taken;
    try {
      const line = describeLifecycle(event);
      await store.putEvent(line);
      const { next, reason } = await settle(event, store);
      if (next) updates.push({ kind: 'presence', presence: next });
      if (reason !== 'duplicate') updates.push({ kind: 'event', event: line });
      stored.push(taken);
    } catch (error) {
      log.error('A lifecycle event could not be stored.', error);
      failedIds.push(id);
    }
  }
  return { updates, stored, failedIds };
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
