// The index of things to look at. One key would throttle the table (an index shares its base table's fate), so there are
// sixteen.
import { hashBucket } from '../timeline/hash-text';

const SHARDS = 16;

/** Returns the index key of a thing: `0` to `15`, by its name. */
export function dueShard(thingName: string): string {
  return String(hashBucket(thingName, SHARDS));
}

/** Returns all index keys: who looks for what is due asks for each of them. */
export function dueShards(): string[] {
  return Array.from({ length: SHARDS }, (_, shard) => String(shard));
}
