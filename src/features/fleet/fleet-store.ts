// The fleet in memory: one mutable map, listeners by thing, and one notification per animation frame. A row renders
// again when its own thing changed, whatever happens to the ten thousand others.
import type { Device } from '../../../domain/devices/device';
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { type IndexEntry, indexEntry } from './fleet-index';
import { type FleetThing, gatewayOfThing, presenceOf } from './fleet-thing';
import { createGatewayChildren } from './gateway-children';
import { createListeners } from './keyed-listeners';
import { mergeLatest, mergePresence } from './merge-rows';

/** How many things are in each state. */
export interface FleetCounts extends Record<Presence, number> {
  total: number;
  simulated: number;
}

export type FleetStore = ReturnType<typeof createFleetStore>;

// The key of the listeners that are no thing's: a thing's name holds no space.
const COUNTS = ' counts';

/**
 * Makes an empty fleet. `schedule` runs a flush soon (an animation frame in the browser); changes between two flushes are
 * told once.
 */
export function createFleetStore(schedule: (flush: () => void) => void) {
  const things = new Map<string, FleetThing>();
  const index = new Map<string, IndexEntry>();
  const children = createGatewayChildren();
  const listeners = createListeners(schedule);
  let counts: FleetCounts = { online: 0, offline: 0, stale: 0, unknown: 0, total: 0, simulated: 0 };

  function count(before: FleetThing | undefined, after: FleetThing | undefined) {
    const was = before && presenceOf(before);
    const is = after && presenceOf(after);
    const simulated = Number(after?.device?.simulated ?? false) - Number(before?.device?.simulated ?? false);
    if (was === is && simulated === 0) return;
    counts = { ...counts, simulated: counts.simulated + simulated };
    if (was) counts[was] -= 1;
    if (is) counts[is] += 1;
    counts.total += Number(Boolean(after)) - Number(Boolean(before));
    listeners.mark(COUNTS);
  }

  function put(after: FleetThing) {
    const before = things.get(after.thingName);
    things.set(after.thingName, after);
    count(before, after);
    listeners.mark(after.thingName);
    if (before && before.device === after.device) return;
    index.set(after.thingName, indexEntry(after));
  }

  function blank(thingName: string): FleetThing {
    return { thingName, device: null, latest: null, presence: null, gatewayPresence: null };
  }

  function current(thingName: string): FleetThing {
    return things.get(thingName) ?? blank(thingName);
  }

  /** Puts a thing and ties it to the gateway that speaks for it. */
  function putChild(thing: FleetThing) {
    const gateway = gatewayOfThing(thing);
    if (gateway === null) return put(thing);
    if (children.add(gateway, thing.thingName)) listeners.mark(gateway);
    put({ ...thing, gatewayPresence: things.get(gateway)?.presence ?? null });
  }

  function tellChildren(gateway: string, gatewayPresence: DevicePresence | null) {
    for (const child of children.of(gateway)) {
      const known = things.get(child);
      if (known) put({ ...known, gatewayPresence });
    }
  }

  return {
    /** Takes a device as people describe it. The newest call wins; one that says the same changes nothing. */
    putDevice(device: Device) {
      const thing = current(device.thingName);
      if (JSON.stringify(thing.device) !== JSON.stringify(device)) putChild({ ...thing, device });
    },

    /** Forgets what people say of a device; a thing of which nothing else is known disappears. */
    removeDevice(thingName: string) {
      const thing = things.get(thingName);
      if (!thing) return;
      if (thing.latest || thing.presence) put({ ...thing, device: null });
      else this.remove(thingName);
    },

    /** Merges a newest state; an older one changes nothing. */
    putLatest(incoming: DeviceLatest) {
      const thing = current(incoming.thingName);
      const latest = mergeLatest(thing.latest, incoming);
      if (latest !== thing.latest) putChild({ ...thing, latest });
    },

    /** Merges a presence; an older one changes nothing. With `authoritative` the row wins by itself. */
    putPresence(incoming: DevicePresence, authoritative = false) {
      const thing = current(incoming.thingName);
      const presence = authoritative ? incoming : mergePresence(thing.presence, incoming);
      if (presence === thing.presence) return;
      put({ ...thing, presence });
      tellChildren(incoming.thingName, presence);
    },

    /** Takes a thing out of the fleet. */
    remove(thingName: string) {
      const thing = things.get(thingName);
      if (!thing) return;
      things.delete(thingName);
      index.delete(thingName);
      const gateway = gatewayOfThing(thing);
      if (gateway !== null && children.remove(gateway, thingName)) listeners.mark(gateway);
      tellChildren(thingName, null);
      count(thing, undefined);
      listeners.mark(thingName);
    },

    /** Returns what is known of a thing; the same object until it changes, undefined when it is not in the fleet. */
    get: (thingName: string): FleetThing | undefined => things.get(thingName),
    names: (): string[] => [...things.keys()],
    /** Returns what a thing is sorted and found by. */
    entry: (thingName: string): IndexEntry | undefined => index.get(thingName),
    /** Everything in the fleet, as it is now: it goes on changing while one iterates. */
    things: (): Iterable<FleetThing> => things.values(),
    /** The devices that a gateway speaks for, by name; the same list until one comes or goes, which is told as its change. */
    childrenOf: (gateway: string): readonly string[] => children.of(gateway),
    counts: (): FleetCounts => counts,
    onThing: (thingName: string, listener: () => void) => listeners.on(thingName, listener),
    onCounts: (listener: () => void) => listeners.on(COUNTS, listener),
    /** Calls `listener` once per flush with the names of the things that changed, came or went; returns what stops it. */
    onChanged: (listener: (thingNames: readonly string[]) => void) =>
      listeners.onAny((keys) => listener(keys.filter((key) => key !== COUNTS))),
  };
}
