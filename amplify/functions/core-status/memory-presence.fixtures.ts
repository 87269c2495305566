// The tables of core-status in memory, for tests: same promises, and faults on demand.
import type { FleetUpdate } from '../../../domain/fleet/fleet-update';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { dueShard } from '../../../domain/presence/due-shard';
import type { PresenceCount } from '../../../domain/presence/presence-count';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import type { CensusStore, DeviceTerms, StoredPresence } from './ports';

/** `failFor`: a thing whose row cannot be written. `between` runs once, before the first write, as another one would. */
export function memoryPresence({ failFor, between }: { failFor?: string; between?: () => void } = {}) {
  const rows = new Map<string, StoredPresence>();
  const lines = new Map<string, DeviceEvent>();
  const devices = new Map<string, DeviceTerms>();
  const heard = new Map<string, number>();
  const reads: string[] = [];
  let revision = 0;
  let overtake = between;
  const put = (next: Pick<StoredPresence, 'state' | 'heardAt'>, lookAt: number | null) => {
    revision += 1;
    rows.set(next.state.thingName, { ...next, lookAt, revision: `r${revision}` });
  };
  const store: CensusStore = {
    read: async (thing) => rows.get(thing) ?? null,
    replace: async (previous, next, lookAt) => {
      if (next.state.thingName === failFor) throw new Error('table is gone');
      overtake?.();
      overtake = undefined;
      if ((rows.get(next.state.thingName)?.revision ?? null) !== (previous?.revision ?? null)) return false;
      put({ state: next.state, heardAt: next.heardAt }, lookAt);
      return true;
    },
    putEvent: async (event) => void lines.set(`${event.thingName} ${event.eventId}`, event),
    addToEvent: async (event) => {
      const key = `${event.thingName} ${event.eventId}`;
      const sum = { ...event, count: event.count + (lines.get(key)?.count ?? 0) };
      lines.set(key, sum);
      return sum;
    },
    termsOf: async (things) =>
      new Map(things.flatMap((thing) => (devices.has(thing) ? [[thing, devices.get(thing) as DeviceTerms]] : []))),
    known: async (things) => new Set(things.filter((thing) => rows.has(thing))),
    due: async (shard, nowMs) => {
      const found = [...rows.values()].filter(
        ({ state, lookAt }) => dueShard(state.thingName) === shard && lookAt !== null && lookAt <= nowMs,
      );
      return { rows: found };
    },
    async *presences() {
      yield [...rows.values()].map(({ state: { thingName, presence }, lookAt }) => ({ thingName, presence, lookAt }));
    },
    async *registered() {
      yield [...devices.keys()];
    },
    putCount: async (count) => {
      const same = counts.findIndex(({ at }) => at === count.at);
      counts.splice(same < 0 ? counts.length : same, 1, count);
    },
    heardAt: async (things) => {
      reads.push(...things);
      return new Map(things.flatMap((thing) => (heard.has(thing) ? [[thing, heard.get(thing) as number]] : [])));
    },
  };
  const counts: PresenceCount[] = [];
  const told: FleetUpdate[] = [];
  const transitions: DevicePresence[] = [];
  const quiet = () => {};
  const ports = {
    store,
    log: { info: quiet, warn: quiet, error: quiet },
    publish: async ({ fleet }: { fleet: readonly FleetUpdate[] }) => {
      told.push(...fleet);
      return { tooLarge: 0 };
    },
    tellTransitions: async (states: readonly DevicePresence[]) => void transitions.push(...states),
  };
  const stateOf = (thing: string) => rows.get(thing)?.state;
  return { rows, counts, lines, devices, heard, reads, told, transitions, ports, put, stateOf };
}
