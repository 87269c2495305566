// Which of the shown devices have a place on earth, while the fleet changes.
import type { Presence } from '../../../domain/presence/device-presence';
import type { FleetStore } from './fleet-store';
import { type FleetThing, presenceOf } from './fleet-thing';
import { type Timing, throttled } from './throttled';

/** A device on the map. Degrees. */
export interface LocatedThing {
  thingName: string;
  latitude: number;
  longitude: number;
  place: string | null;
  presence: Presence;
}

const TELL_EVERY_MS = 1000;

/** Follows the places and presences of the things called `names`; a change looks at what changed alone. */
export function createLocatedThings(store: FleetStore, names: readonly string[], timing: Timing) {
  const byName = new Map<string, LocatedThing | null>();
  let all: readonly LocatedThing[] = [];

  function look(name: string): boolean {
    const before = byName.get(name) ?? null;
    const after = locate(store.get(name));
    if (isSame(before, after)) return false;
    byName.set(name, after);
    return true;
  }

  function lookAtAll(): boolean {
    let isNew = false;
    for (const name of byName.keys()) isNew = look(name) || isNew;
    if (isNew) all = [...byName.values()].filter((thing) => thing !== null);
    return isNew;
  }

  for (const name of names) byName.set(name, null);
  lookAtAll();

  return {
    /** The located ones; the same array until it changes. */
    all: (): readonly LocatedThing[] => all,

    /** Calls `listener` when `all` changed; returns what stops it. */
    subscribe(listener: () => void): () => void {
      let isNew = false;
      const tell = throttled(TELL_EVERY_MS, timing, () => {
        isNew = false;
        all = [...byName.values()].filter((thing) => thing !== null);
        listener();
      });
      lookAtAll();
      const stop = store.onChanged((changed) => {
        for (const name of changed) if (byName.has(name)) isNew = look(name) || isNew;
        if (isNew) tell.call();
      });
      return () => {
        stop();
        tell.stop();
      };
    },
  };
}

/** Returns where a device is, or null when it has no place or one that is nowhere on earth. */
export function locate(thing: FleetThing | undefined): LocatedThing | null {
  const location = thing?.device?.location;
  if (!thing || !location || location.latitude === null || location.longitude === null) return null;
  const { latitude, longitude, label } = location;
  // People write coordinates, too: one that is nowhere on earth is no place.
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return {
    thingName: thing.thingName,
    latitude,
    longitude,
    place: label ?? thing.device?.site ?? null,
    presence: presenceOf(thing),
  };
}

function isSame(a: LocatedThing | null, b: LocatedThing | null): boolean {
  if (a === null || b === null) return a === b;
  return a.presence === b.presence && a.latitude === b.latitude && a.longitude === b.longitude && a.place === b.place;
}
