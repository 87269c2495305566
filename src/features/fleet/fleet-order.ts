// In which order things are shown.
import type { Presence } from '../../../domain/presence/device-presence';
import { type FleetThing, presenceOf } from './fleet-thing';

/** What things are ordered by. */
export type OrderBy =
  | { kind: 'name' | 'presence' | 'heard' | 'battery' | 'signal' }
  /** The newest value of a metric. */
  | { kind: 'metric'; name: string };

export interface FleetOrder {
  by: OrderBy;
  descending: boolean;
}

/** A thing in its place: by rank, and by name among equals. A rank of null stands last in both directions. */
export interface Place {
  name: string;
  rank: number | null;
  sortKey: string;
}

const PRESENCE_RANKS: Record<Presence, number> = { offline: 0, stale: 1, unknown: 2, online: 3 };

/**
 * Returns what decides a thing's place before its name does, null when it has nothing to be ordered by. Presence puts what
 * is wrong first; `heard` is when anything last arrived.
 */
export function rankOf(thing: FleetThing, by: OrderBy): number | null {
  switch (by.kind) {
    case 'name':
      return 0;
    case 'presence':
      return PRESENCE_RANKS[presenceOf(thing)];
    case 'heard':
      return thing.latest?.receivedAt ?? null;
    case 'battery':
      return thing.latest?.batteryPercent ?? null;
    case 'signal':
      return thing.latest?.rssiDbm ?? null;
    case 'metric': {
      const metrics = thing.latest?.metrics;
      const value = metrics && Object.hasOwn(metrics, by.name) ? metrics[by.name]?.value : undefined;
      return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null;
    }
  }
}

/** Says whether an order begins at its high end unless it is told otherwise: of a metric people look for the highest. */
export function isDescendingAtFirst(by: OrderBy): boolean {
  return by.kind === 'metric';
}

/** Returns what compares two places; no two different things are equal. */
export function placeComparer({ by, descending }: FleetOrder): (a: Place, b: Place) => number {
  const sign = descending ? -1 : 1;
  const nameSign = descending && by.kind === 'name' ? -1 : 1;
  return (a, b) => {
    if (a.rank !== b.rank) {
      if (a.rank === null) return 1;
      if (b.rank === null) return -1;
      return (a.rank - b.rank) * sign;
    }
    return a.sortKey === b.sortKey ? 0 : (a.sortKey < b.sortKey ? -1 : 1) * nameSign;
  };
}
