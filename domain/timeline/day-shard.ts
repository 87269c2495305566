// The by-day index of the timeline. One key per day would throttle the table (an index shares its base table's fate), so
// each day has sixteen.
import { hashBucket } from './hash-text';

const SHARDS = 16;

const utcDay = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

/** Returns the index key of a thing's event: the UTC day of `at` (epoch ms), `#`, a shard from 0 to 15 by thing name. */
export function dayShard(thingName: string, at: number): string {
  return `${utcDay(at)}#${hashBucket(thingName, SHARDS)}`;
}

/** Returns all sixteen index keys of the UTC day that holds `at` (epoch ms): who reads a day asks for each of them. */
export function dayShards(at: number): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => `${utcDay(at)}#${shard}`);
}
