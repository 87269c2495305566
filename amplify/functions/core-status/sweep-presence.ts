// The verb of presence-sweep: the things that are due are looked at, and who was silent for too long is stale.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import { describeTransition } from '../../../domain/presence/describe-transition';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { dueShards } from '../../../domain/presence/due-shard';
import type { PresenceInput } from '../../../domain/presence/step-presence';
import { nextLookAt, silentAfterMs } from '../../../domain/presence/when-to-look';
import type { PresencePorts } from './apply-presence-messages';
import type { StoredPresence, SweepStore } from './ports';
import { settlePresence } from './settle-presence';
import { tellNews } from './tell-news';

export interface SweepPorts extends PresencePorts {
  store: SweepStore;
  /** When to begin nothing more (epoch ms): what is left is found by the next run. */
  deadlineMs: number;
}

/** What a run did. `lateMs` is how long the thing that waited longest had been due; `unfinished` shards go on next time. */
export interface SweepSummary {
  lookedAt: number;
  silent: number;
  heard: number;
  failed: number;
  unfinished: number;
  lateMs: number;
}

/**
 * Looks at every thing that is due, shard by shard, and reads nothing of the others. A thing heard meanwhile is armed anew
 * from its last reading; one that was silent for its own limit becomes stale; one that was offline and is heard is online.
 * One that cannot be settled stays due.
 */
export async function sweepPresence(ports: SweepPorts): Promise<SweepSummary> {
  const summary: SweepSummary = { lookedAt: 0, silent: 0, heard: 0, failed: 0, unfinished: 0, lateMs: 0 };
  await Promise.all(dueShards().map((shard) => sweepShard(shard, ports, summary)));
  return summary;
}

async function sweepShard(shard: string, ports: SweepPorts, summary: SweepSummary): Promise<void> {
  const nowMs = ports.now();
  let from: unknown;
  do {
    if (ports.now() >= ports.deadlineMs) {
      summary.unfinished += 1;
      return;
    }
    const { rows, next } = await ports.store.due(shard, nowMs, from);
    from = next;
    summary.lookedAt += rows.length;
    for (const { lookAt } of rows) summary.lateMs = Math.max(summary.lateMs, nowMs - (lookAt ?? nowMs));
    const { transitions, failed } = await lookAtThings(rows, ports);
    summary.failed += failed;
    for (const { presence } of transitions) summary[presence === 'stale' ? 'silent' : 'heard'] += 1;
    await tellAll(transitions, ports);
  } while (from !== undefined);
}

/**
 * Looks at things with fresh knowledge of their readings and limits, and returns the states that changed. Who becomes stale
 * is looked at once more after that is stored: a reading that was stored meanwhile found the thing online and told nobody
 * (docs/decisions/005-who-decides-presence.md).
 */
export async function lookAtThings(
  rows: readonly StoredPresence[],
  ports: SweepPorts,
): Promise<{ transitions: DevicePresence[]; failed: number }> {
  const names = rows.map(({ state }) => state.thingName);
  if (names.length === 0) return { transitions: [], failed: 0 };
  const terms = await ports.store.termsOf(names);
  const limitOf = (thingName: string) => silentAfterMs(terms.get(thingName)?.expectedIntervalMs ?? null);
  const first = await settleAll(rows, limitOf, ports);
  const silent = first.changed.filter(({ presence }) => presence === 'stale');
  const again = await settleAll(
    silent.map(({ thingName }) => thingName),
    limitOf,
    ports,
  );
  return { transitions: [...first.changed, ...again.changed], failed: first.failed + again.failed };
}

async function settleAll(
  things: readonly (StoredPresence | string)[],
  limitOf: (thingName: string) => number,
  { store, now, log }: SweepPorts,
): Promise<{ changed: DevicePresence[]; failed: number }> {
  if (things.length === 0) return { changed: [], failed: 0 };
  const nameOf = (thing: StoredPresence | string) => (typeof thing === 'string' ? thing : thing.state.thingName);
  const heardAt = await store.heardAt(things.map(nameOf));
  const nowMs = now();
  const outcomes = await Promise.all(
    things.map(async (thing) => {
      const thingName = nameOf(thing);
      const limitMs = limitOf(thingName);
      const receivedAt = heardAt.get(thingName);
      const inputs: PresenceInput[] = [
        ...(receivedAt === undefined ? [] : [{ kind: 'heard' as const, thingName, receivedAt }]),
        { kind: 'clock', nowMs, silentAfterMs: limitMs },
      ];
      const seen = typeof thing === 'string' ? undefined : thing;
      try {
        const lookAt = (known: Parameters<typeof nextLookAt>[0]) => nextLookAt(known, limitMs, nowMs);
        const { changed } = await settlePresence(thingName, inputs, lookAt, store, seen);
        // The state holds whether or not its line can be written; who is told of it must not depend on that.
        const lineFailed = (error: unknown) => log.error('A line of a timeline could not be written.', error);
        if (changed) await store.putEvent(describeTransition(changed)).catch(lineFailed);
        return changed;
      } catch (error) {
        log.error('A thing that is due could not be settled; it stays due.', error);
        return 'failed' as const;
      }
    }),
  );
  const changed = outcomes.filter((outcome) => outcome !== null && outcome !== 'failed');
  return { changed, failed: outcomes.filter((outcome) => outcome === 'failed').length };
}

/** Tells open pages and whoever watches transitions. */
export async function tellAll(transitions: readonly DevicePresence[], ports: PresencePorts): Promise<void> {
  const updates = transitions.flatMap((presence): FleetUpdate[] => [
    { kind: 'presence', presence },
    { kind: 'event', event: describeTransition(presence) },
  ]);
  await tellNews(updates, ports);
  await ports.tellTransitions(transitions);
}
