// The verb of core-status: a batch of messages becomes presence, lines of timelines and news.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { describeLifecycle } from '../../../domain/presence/describe-lifecycle';
import { describeTransition } from '../../../domain/presence/describe-transition';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { LifecycleEvent } from '../../../domain/presence/lifecycle-event';
import {
  type FailedConnection,
  type HeardSign,
  type PresenceMessage,
  parsePresenceMessage,
} from '../../../domain/presence/presence-message';
import { firstLookAt } from '../../../domain/presence/when-to-look';
import { asRow, numberField, parseJson } from '../../../domain/rows/row-fields';
import type { Log } from '../shared/logger';
import type { Publish } from '../shared/publish';
import type { PresenceStore, TellTransitions } from './ports';
import { reportFailedConnections } from './report-failed-connections';
import { settlePresence } from './settle-presence';
import { tellNews } from './tell-news';

/** One message of a queue: its id and its body as JSON text. */
export interface QueuedMessage {
  id: string;
  body: string;
}

export interface PresencePorts {
  store: PresenceStore;
  publish: Publish;
  tellTransitions: TellTransitions;
  log: Log;
  /** Epoch ms. */
  now: () => number;
}

/**
 * What became of a batch. `failedIds` go back to the queue; `rejected` counts what is no message, `ignored` the events of
 * browsers, `changed` the things of which there are news. `lagsMs` are the ages of the messages when they were stored.
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

/** A message, and when the rule took it (epoch ms; null when the message does not say). */
interface Taken<Message> {
  id: string;
  message: Message;
  receivedAt: number | null;
}
type Moving = Extract<PresenceMessage, { kind: 'lifecycle' | 'heard' }>;

interface Outcome {
  updates: FleetUpdate[];
  stored: Taken<PresenceMessage>[];
  failedIds: string[];
  transitions: DevicePresence[];
}

/**
 * Applies a batch of messages, those of one thing one after another. One may come late, twice and in any order; each is
 * written to the timeline under an id of its own, whatever it means for the present state, so that a repetition after a
 * failure repairs what is missing. Clients without a certificate (browsers) are no devices and are passed over.
 */
export async function applyPresenceMessages(
  records: readonly QueuedMessage[],
  ports: PresencePorts,
): Promise<PresenceSummary> {
  const { byThing, failures, rejected, ignored } = sortOut(records, ports.log);
  const outcomes = await Promise.all([
    ...[...byThing.values()].map((messages) => applyInOrder(messages, ports)),
    countFailures(failures, ports),
  ]);
  const stored = outcomes.flatMap((outcome) => outcome.stored);
  const updates = outcomes.flatMap((outcome) => outcome.updates);
  const published = await tellNews(updates, ports);
  await ports.tellTransitions(outcomes.flatMap((outcome) => outcome.transitions));
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

function sortOut(records: readonly QueuedMessage[], log: Log) {
  const byThing = new Map<string, Taken<Moving>[]>();
  const failures: Taken<Extract<PresenceMessage, { kind: 'connectFailed' }>>[] = [];
  let [rejected, ignored] = [0, 0];
  for (const { id, body } of records) {
    const raw = parseJson(body);
    const parsed = parsePresenceMessage(raw);
    if (!parsed.ok) {
      if (parsed.problem.kind === 'notADevice') ignored += 1;
      else {
        rejected += 1;
        log.warn('A message about presence was not understood.', parsed.problem);
      }
      continue;
    }
    const { message } = parsed;
    const receivedAt = numberField(asRow(raw) ?? {}, 'receivedAt');
    if (message.kind === 'connectFailed') failures.push({ id, message, receivedAt });
    else {
      const thing = message.kind === 'heard' ? message.thingName : message.event.thingName;
      byThing.set(thing, [...(byThing.get(thing) ?? []), { id, message, receivedAt }]);
    }
  }
  return { byThing, failures, rejected, ignored };
}

async function applyInOrder(messages: readonly Taken<Moving>[], ports: PresencePorts): Promise<Outcome> {
  const outcome: Outcome = { updates: [], stored: [], failedIds: [], transitions: [] };
  for (const taken of messages) {
    const { id, message } = taken;
    try {
      if (message.kind === 'lifecycle') await applyEvent(message.event, outcome, ports);
      else await applySign(message, outcome, ports);
      outcome.stored.push(taken);
    } catch (error) {
      ports.log.error('A message about presence could not be stored.', error);
      outcome.failedIds.push(id);
    }
  }
  return outcome;
}

async function applyEvent(event: LifecycleEvent, { updates }: Outcome, { store }: PresencePorts): Promise<void> {
  const line = describeLifecycle(event);
  await store.putEvent(line);
  const { changed, reasons } = await settlePresence(
    event.thingName,
    [{ kind: 'lifecycle', event }],
    firstLookAt,
    store,
  );
  if (changed) updates.push({ kind: 'presence', presence: changed });
  if (reasons[0] !== 'duplicate') updates.push({ kind: 'event', event: line });
}

async function applySign(sign: HeardSign, outcome: Outcome, { store }: PresencePorts): Promise<void> {
  const { after, changed } = await settlePresence(sign.thingName, [sign], firstLookAt, store);
  const state = after?.state;
  // Also when nothing changed: a try before this one may have got no further than the state.
  if (state?.presence === 'online' && state.reason === 'heard') await store.putEvent(describeTransition(state));
  if (!changed) return;
  outcome.updates.push({ kind: 'presence', presence: changed }, { kind: 'event', event: describeTransition(changed) });
  outcome.transitions.push(changed);
}

async function countFailures(
  taken: readonly Taken<{ kind: 'connectFailed'; failure: FailedConnection }>[],
  { store, log }: PresencePorts,
): Promise<Outcome> {
  const nothing: Outcome = { updates: [], stored: [], failedIds: [], transitions: [] };
  try {
    const failures = taken.map(({ message }) => message.failure);
    return { ...nothing, updates: await reportFailedConnections(failures, store), stored: [...taken] };
  } catch (error) {
    log.error('Refused connections could not be counted.', error);
    return { ...nothing, failedIds: taken.map(({ id }) => id) };
  }
}
