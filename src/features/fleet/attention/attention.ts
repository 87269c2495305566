// Which devices need attention, kept while the fleet changes: each change looks at what changed alone, and a slow round
// over all finds what only time makes wrong.
import type { DeviceEvent } from '../../../../domain/timeline/device-event';
import type { FleetStore } from '../fleet-store';
import { createOrderedList } from '../ordered-list';
import { type Timing, throttled } from '../throttled';
import { type Concern, concernsOf, isAsleep, isInService, severityOf } from './concerns';
import { createRejectTallies } from './reject-tallies';

/** A device and what is wrong with it, the worst first; never nothing. */
export interface AttentionEntry {
  name: string;
  concerns: readonly Concern[];
  sortKey: string;
}

/** Everything that needs attention, and whom nobody need look after. */
export interface AttentionState {
  /** The worst first. */
  entries: readonly AttentionEntry[];
  /** Devices that said goodbye until their next report, and those in maintenance or otherwise not in service. */
  asleep: number;
  outOfService: number;
}

const TELL_EVERY_MS = 500;
const ROUND_STEP_MS = 1000;
const STEPS_PER_ROUND = 5;

/** Makes the list of what needs attention in `store`. It follows the fleet while somebody listens. */
export function createAttention(store: FleetStore, timing: Timing) {
  const list = createOrderedList<AttentionEntry>(compareEntries, isSameEntry);
  const tallies = createRejectTallies();
  const listeners = new Set<() => void>();
  const changed = new Set<string>();
  const asleep = new Set<string>();
  const outOfService = new Set<string>();
  let state: AttentionState = { entries: [], asleep: 0, outOfService: 0 };
  let rest: Iterator<{ thingName: string }> | null = null;
  let stop: (() => void) | null = null;

  function entryOf(thingName: string, nowMs: number): AttentionEntry | null {
    const thing = store.get(thingName);
    asleep.delete(thingName);
    outOfService.delete(thingName);
    if (!thing) return null;
    if (!isInService(thing)) outOfService.add(thingName);
    else if (isAsleep(thing, nowMs)) asleep.add(thingName);
    const before = list.get(thingName)?.concerns ?? [];
    const concerns = concernsOf(thing, { nowMs, before, rejects: tallies.of(thingName, nowMs) });
    return concerns.length === 0 ? null : { name: thingName, concerns, sortKey: store.entry(thingName)?.sortKey ?? '' };
  }

  const catchUp = throttled(TELL_EVERY_MS, timing, () => {
    const nowMs = timing.nowMs();
    const isNew = list.take([...changed].map((name) => [name, entryOf(name, nowMs)] as const));
    changed.clear();
    if (!isNew && asleep.size === state.asleep && outOfService.size === state.outOfService) return;
    state = { entries: list.items(), asleep: asleep.size, outOfService: outOfService.size };
    for (const listener of listeners) listener();
  });

  function note(thingNames: Iterable<string>) {
    for (const name of thingNames) changed.add(name);
    if (changed.size > 0) catchUp.call();
  }

  /** Looks at the next fifth of the fleet. */
  function goRound() {
    const most = Math.ceil(store.counts().total / STEPS_PER_ROUND);
    for (let looked = 0; looked < most; looked += 1) {
      rest ??= store.things()[Symbol.iterator]();
      const { done, value } = rest.next();
      if (done) {
        rest = null;
        break;
      }
      changed.add(value.thingName);
    }
    note([]);
  }

  function start(): () => void {
    // What left while nobody listened goes, too.
    note(list.items().map((entry) => entry.name));
    note(Array.from(store.things(), (thing) => thing.thingName));
    const stopFollowing = store.onChanged(note);
    let callOff = () => {};
    const goOn = () => {
      callOff = timing.after(ROUND_STEP_MS, () => {
        goRound();
        goOn();
      });
    };
    goOn();
    return () => {
      stopFollowing();
      callOff();
      catchUp.stop();
      changed.clear();
      rest = null;
    };
  }

  return {
    /** What needs attention; the same object until it changes. */
    state: (): AttentionState => state,

    /** Takes events of the timeline; rejects among them need attention for an hour. */
    takeEvents(events: readonly DeviceEvent[]) {
      const thingNames = tallies.take(events);
      if (stop) note(thingNames);
    },

    /** Calls `listener` whenever `state` changed; returns what stops it. */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      stop ??= start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}

function compareEntries(a: AttentionEntry, b: AttentionEntry): number {
  const [worstA, worstB] = [a.concerns[0], b.concerns[0]];
  if (worstA && worstB) {
    const severity = severityOf(worstA.kind) - severityOf(worstB.kind);
    if (severity !== 0) return severity;
    // Of two that are equally bad the one that is news; of two measured ones the lower.
    const order = (worstB.sinceMs ?? 0) - (worstA.sinceMs ?? 0) || (worstA.value ?? 0) - (worstB.value ?? 0);
    if (order !== 0) return order;
  }
  return a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : 0;
}

function isSameEntry(a: AttentionEntry, b: AttentionEntry): boolean {
  if (a.sortKey !== b.sortKey || a.concerns.length !== b.concerns.length) return false;
  return a.concerns.every((concern, index) => {
    const other = b.concerns[index];
    return (
      other !== undefined &&
      concern.kind === other.kind &&
      concern.sinceMs === other.sinceMs &&
      concern.value === other.value &&
      concern.reason === other.reason
    );
  });
}
