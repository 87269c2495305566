// What a channel is told of one device.

/** `offline` and `stale` begin an outage; `online` ends one that was told. */
export type ToldTransition = 'offline' | 'stale' | 'online';

export const TOLD_TRANSITIONS: readonly ToldTransition[] = ['offline', 'stale', 'online'];

/** One transition, ready to be told. Times are epoch ms. */
export interface Telling {
  transition: ToldTransition;
  thingName: string;
  name: string | null;
  site: string | null;
  since: number;
  /** Why, as the end of a sentence. */
  reason: string;
  /** How long the outage that ends was; null for its beginning. */
  downMs: number | null;
  /** How many devices at least speak through this one; 0 for a device that is no gateway. */
  children: number;
}

/** The outage of a thing that the channel was told of. */
export interface ToldOutage {
  thingName: string;
  presence: 'offline' | 'stale';
  since: number;
}
