// Randomness without state: the same seed, name and time always give the same number.

/** Returns a number in [0, 1) for a seed, a name and a whole number; neighbours have nothing to do with each other. */
export function hashed(seed: number, name: string, index: number): number {
  // FNV-1a over the name, then the finalizer of MurmurHash3.
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (index | 0), 0x85ebca6b) ^ Math.floor(index / 2 ** 32);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Returns a number in [-1, 1] that wanders smoothly with time (epoch ms), turning about every `periodMs`. */
export function wandering(seed: number, name: string, atMs: number, periodMs: number): number {
  const index = Math.floor(atMs / periodMs);
  const fraction = atMs / periodMs - index;
  const smooth = fraction * fraction * (3 - 2 * fraction);
  const from = hashed(seed, name, index);
  const to = hashed(seed, name, index + 1);
  return (from + (to - from) * smooth) * 2 - 1;
}

/** Returns a number in [-1, 1] that changes at every millisecond: the noise of a sensor. */
export function jitter(seed: number, name: string, atMs: number): number {
  return hashed(seed, name, atMs) * 2 - 1;
}

/** Rounds to that many decimal places, never to -0. */
export function rounded(value: number, places: number): number {
  const factor = 10 ** places;
  return Math.round(value * factor) / factor + 0;
}
