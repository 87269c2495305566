// The time, as the services of the local cloud take it: injected, so that tests decide when a timeout lapses.

/** Where a service gets the time from. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls back once, `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

// A longer delay overflows the timer's 32 bits and would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own clock. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
