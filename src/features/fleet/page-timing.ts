// The page's clock and timers.
import type { Timing } from './throttled';

export const pageTiming: Timing = {
  nowMs: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
