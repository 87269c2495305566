// Read, merge, write: the newest state of each thing, by several invocations at a time. Why it is done this way is in
// docs/decisions/004-newest-state-without-a-lock.md.
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { mergeDeviceLatest } from '../../../domain/telemetry/merge-device-latest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { LatestWrite, StoredLatest, TelemetryStore } from './ports';

const MAX_ATTEMPTS = 8;
// Longer than this without a reading is a silence; this long after it, each write is checked.
const SILENCE_MS = 30_000;
const CHECKED_FOR_MS = 10_000;

type SamplesByThing = ReadonlyMap<string, readonly TelemetrySample[]>;
type StoredByThing = ReadonlyMap<string, StoredLatest>;

/** What changed, and the things whose state could not be stored. */
export interface UpdatedLatest {
  updated: DeviceLatest[];
  failed: Set<string>;
}

/** The writes that may go out unchecked, and the names of the things whose writes may not. */
export interface LatestPlan {
  steady: LatestWrite[];
  checked: string[];
}

/**
 * Merges readings into the stored state of their things and sorts the things by how they are to be written. One that
 * reports all the time may go out in a batch without a check: were it to overwrite another invocation's value, its next
 * reading would mend it. One that was silent is for `updateLatest`, and so is a gateway: no reading would mend the list of
 * its children, to which others write. `gateways` are those that this batch writes to. Where nothing changes, nothing is
 * to be written.
 */
export function planLatest(
  samplesByThing: SamplesByThing,
  stored: StoredByThing,
  gateways: ReadonlySet<string>,
): LatestPlan {
  const plan: LatestPlan = { steady: [], checked: [] };
  for (const [thing, samples] of samplesByThing) {
    const write = prepareWrite(stored.get(thing) ?? null, samples);
    if (!write) continue;
    const isWoken = write.latest.receivedAt - write.awakeSince < CHECKED_FOR_MS;
    if (isWoken || gateways.has(thing) || hasChildren(write.previous)) plan.checked.push(thing);
    else plan.steady.push(write);
  }
  return plan;
}

/**
 * Merges readings into the stored state of their things and writes each only if nobody else wrote it meanwhile, again and
 * again until it holds. Where `stored` is out of date it is read again.
 */
export async function updateLatest(
  samplesByThing: SamplesByThing,
  stored: StoredByThing,
  store: TelemetryStore,
): Promise<UpdatedLatest> {
  const updated = new Map<string, DeviceLatest>();
  const failed = new Set<string>();
  let known = stored;
  let pending = [...samplesByThing.keys()];
  for (let attempt = 1; pending.length > 0 && attempt <= MAX_ATTEMPTS; attempt++) {
    if (attempt > 1) known = await store.readLatest(pending);
    const writes = pending
      .map((thing) => prepareWrite(known.get(thing) ?? null, samplesByThing.get(thing) ?? []))
      .filter((write) => write !== undefined);
    const outcomes = await store.putLatestIfUnchanged(writes);
    pending = [];
    for (const { latest } of writes) {
      const outcome = outcomes.get(latest.thingName);
      if (outcome === 'stored') updated.set(latest.thingName, latest);
      else if (outcome === 'changedMeanwhile') pending.push(latest.thingName);
      else failed.add(latest.thingName);
    }
  }
  for (const thing of pending) failed.add(thing);
  return { updated: [...updated.values()], failed };
}

const hasChildren = (previous: StoredLatest | null): boolean =>
  previous !== null && previous.children.length + previous.registeredChildren.length > 0;

function prepareWrite(previous: StoredLatest | null, samples: readonly TelemetrySample[]): LatestWrite | undefined {
  const latest = mergeDeviceLatest(previous?.latest ?? null, samples);
  if (!latest || latest === previous?.latest) return undefined;
  const silent = !previous || latest.receivedAt - previous.latest.receivedAt >= SILENCE_MS;
  return { latest, previous, awakeSince: silent ? latest.receivedAt : previous.awakeSince };
}
