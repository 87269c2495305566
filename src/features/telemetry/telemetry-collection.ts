// The readings of one device, kept true while its page is open: subscribe, then fetch the visible window, merge by id, and
// fetch the window again after every reconnection and every minute, because late readings land in the middle of it.
import { createStore } from 'zustand/vanilla';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { TelemetryFeedListener } from '../../cloud/telemetry-feed';
import { createSampleWindow } from './sample-window';

export interface TelemetryStatus {
  /** Whether the present window came whole at least once. */
  complete: boolean;
  failure: unknown;
}

/** What the collection needs of the world. */
export interface TelemetryPorts {
  follow: (listener: TelemetryFeedListener) => () => void;
  fetch: (fromMs: number, toMs: number, onSamples: (samples: TelemetrySample[]) => void) => Promise<void>;
  nowMs: () => number;
  after: (delayMs: number, action: () => void) => () => void;
  /** Runs a flush soon: an animation frame in the browser. */
  schedule: (flush: () => void) => void;
}

export type TelemetryCollection = ReturnType<typeof createTelemetryCollection>;

const REFETCH_MS = 60_000;
const RETRY_MS = 5000;
const FIRST_FETCH_WITHIN_MS = 1500;
// What arrives while the page is open may be observed a little ahead of this computer's clock.
const CLOCK_SLACK_MS = 5 * 60_000;

/** Makes the collection of one device's readings; nothing happens before `start`. */
export function createTelemetryCollection(ports: TelemetryPorts, firstWindowMs: number) {
  const samples = createSampleWindow();
  const status = createStore<TelemetryStatus>(() => ({ complete: false, failure: null }));
  const listeners = new Set<() => void>();
  let windowMs = firstWindowMs;
  let running = false;
  let fetching = 0;
  let callOff = () => {};
  let scheduled = false;

  function flush() {
    scheduled = false;
    samples.trim(ports.nowMs() - windowMs);
    for (const listener of listeners) listener();
  }

  function take(incoming: readonly TelemetrySample[]) {
    if (!samples.merge(incoming) || scheduled) return;
    scheduled = true;
    ports.schedule(flush);
  }

  async function refetch(): Promise<void> {
    callOff();
    fetching += 1;
    const mine = fetching;
    const toMs = ports.nowMs() + CLOCK_SLACK_MS;
    let failure: unknown = null;
    try {
      await ports.fetch(ports.nowMs() - windowMs, toMs, take);
    } catch (thrown) {
      failure = thrown;
    }
    // A later fetch asked for more; it reports.
    if (!running || mine !== fetching) return;
    status.setState((before) => ({ failure, complete: before.complete || failure === null }));
    callOff = ports.after(failure === null ? REFETCH_MS : RETRY_MS, () => void refetch());
  }

  return {
    samples,
    status,
    refetch,

    /** Follows the device until the returned function is called. */
    start(): () => void {
      running = true;
      const stop = ports.follow({ onSamples: take, onReady: () => void refetch() });
      callOff = ports.after(FIRST_FETCH_WITHIN_MS, () => void refetch());
      return () => {
        running = false;
        stop();
        callOff();
      };
    },

    /** Shows another stretch of time, in ms back from now; fetches what a longer one lacks. */
    show(nextWindowMs: number): void {
      if (nextWindowMs === windowMs) return;
      const longer = nextWindowMs > windowMs;
      windowMs = nextWindowMs;
      if (!longer || !running) return;
      status.setState({ complete: false });
      void refetch();
    },

    /** Calls `listener` after readings came, once per flush; returns what stops it. */
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
