// A clock that stands still until it is told otherwise: for tests of what depends on time.
import type { Clock } from './clock';

/** See the file's head. */
export class ManualClock implements Clock {
  #timers = new Set<{ at: number; callback: () => void }>();

  constructor(private nowMs = 1_750_000_000_000) {}

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.nowMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets `ms` pass; timers that fall due meanwhile fire in their order, each at its own time. */
  advance(ms: number): void {
    const end = this.nowMs + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.nowMs = Math.max(this.nowMs, next.at);
      next.callback();
    }
    this.nowMs = end;
  }

  /** Lets `ms` pass as on a machine that sleeps: what fell due meanwhile fires at the end, as late as it then is. */
  sleep(ms: number): void {
    this.nowMs += ms;
    this.advance(0);
  }
}
