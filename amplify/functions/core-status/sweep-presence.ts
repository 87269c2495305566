// The verb of presence-sweep: the things that are due are looked at, and who was silent for too long is stale.
import { describeTransition } from '../../../domain/presence/describe-transition';
import { dueShards } from '../../../domain/presence/due-shard';
import type { PresencePorts } from './apply-presence-messages';
import { lookAtThings } from './look-at-things';
import type { SweepStore } from './ports';
import { tellAll } from './tell-news';

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
    const { transitions, failed } = await lookAtThings(rows, ports, describeTransition);
    summary.failed += failed;
    for (const { state } of transitions) summary[state.presence === 'stale' ? 'silent' : 'heard'] += 1;
    await tellAll(transitions, ports);
  } while (from !== undefined);
}
