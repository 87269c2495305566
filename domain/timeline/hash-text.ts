// A small, stable, non-cryptographic hash. What is built from it (ids, shards) lives with its own noun.

/**
 * Returns two unsigned 32-bit hashes of `text` that together make 64 bits. The lanes are multiply-xor hashes over UTF-16
 * code units with different odd multipliers, mixed into each other at the end (the finalizer of MurmurHash3). Equal texts
 * give equal hashes on every machine and for ever: stored keys depend on it. It is no protection against a forger, who
 * could only collide with readings of their own thing.
 */
function hashLanes(text: string): [number, number] {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 2654435761);
    second = Math.imul(second ^ unit, 1597334677);
  }
  const mixedFirst = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  const mixedSecond =
    Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(mixedFirst ^ (mixedFirst >>> 13), 3266489909);
  return [mixedFirst >>> 0, mixedSecond >>> 0];
}

const hex = (lane: number): string => lane.toString(16).padStart(8, '0');

/** Returns the 64-bit hash of `text` as 16 lower-case hexadecimal digits. */
export function hashText(text: string): string {
  const [first, second] = hashLanes(text);
  return hex(first) + hex(second);
}

/** Returns a whole number from 0 to `buckets` - 1 that depends on `text` alone. `buckets` is at most 2^32. */
export function hashBucket(text: string, buckets: number): number {
  return hashLanes(text)[0] % buckets;
}
