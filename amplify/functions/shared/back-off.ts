// Waiting before trying again.

/** Resolves after `ms`. */
export type Sleep = (ms: number) => Promise<void>;

export const sleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns how long to wait before attempt `attempt` (1 is the first repetition): 50 ms, doubled each time, 1 s at most. */
export function backOffMs(attempt: number): number {
  return Math.min(1000, 25 * 2 ** attempt);
}
