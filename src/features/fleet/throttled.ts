// Something that may run often, run at most now and then.

/** What a throttled action needs of the world. */
export interface Timing {
  nowMs: () => number;
  /** Runs `action` after `delayMs`; returns what calls it off. */
  after: (delayMs: number, action: () => void) => () => void;
}

/**
 * Returns `call`, which runs `action` at once or, when it ran less than `everyMs` ago, as soon as that time is over; calls
 * meanwhile count once. `stop` calls off what is due.
 */
export function throttled(everyMs: number, { nowMs, after }: Timing, action: () => void) {
  let lastMs = Number.NEGATIVE_INFINITY;
  let callOff: (() => void) | null = null;
  const run = () => {
    callOff = null;
    lastMs = nowMs();
    action();
  };
  return {
    call() {
      if (callOff) return;
      const waitMs = lastMs + everyMs - nowMs();
      if (waitMs <= 0) run();
      else callOff = after(waitMs, run);
    },
    /** Runs it now, whenever it ran last. */
    callNow() {
      callOff?.();
      run();
    },
    stop() {
      callOff?.();
      callOff = null;
    },
  };
}
