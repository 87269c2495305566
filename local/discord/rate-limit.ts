// Discord's limits on one webhook: five messages in two seconds and thirty in a minute, told in headers.

/** A bucket as its headers tell it. */
export interface BucketState {
  limit: number;
  remaining: number;
  resetAfterMs: number;
  /** Null when the request may pass. */
  retryAfterMs: number | null;
}

const WINDOWS = [
  { limit: 5, lengthMs: 2_000 },
  { limit: 30, lengthMs: 60_000 },
] as const;

/** Counts requests; `nowMs` is epoch ms. A refused request does not count. */
export class RateLimit {
  #passed: number[] = [];

  take(nowMs: number): BucketState {
    const longest = Math.max(...WINDOWS.map(({ lengthMs }) => lengthMs));
    this.#passed = this.#passed.filter((at) => at > nowMs - longest);
    const waits = WINDOWS.map(({ limit, lengthMs }) => {
      const inWindow = this.#passed.filter((at) => at > nowMs - lengthMs);
      return inWindow.length < limit ? 0 : (inWindow.at(-limit) ?? nowMs) + lengthMs - nowMs;
    });
    const retryAfterMs = Math.max(...waits);
    if (retryAfterMs === 0) this.#passed.push(nowMs);
    const [short] = WINDOWS;
    const inShort = this.#passed.filter((at) => at > nowMs - short.lengthMs);
    return {
      limit: short.limit,
      remaining: retryAfterMs > 0 ? 0 : short.limit - inShort.length,
      resetAfterMs: retryAfterMs || (inShort[0] ?? nowMs) + short.lengthMs - nowMs,
      retryAfterMs: retryAfterMs || null,
    };
  }
}
