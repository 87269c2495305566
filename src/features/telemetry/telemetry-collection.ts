// The readings of one device, kept true while its page is open: subscribe, then fetch what is shown, merge by id, and fetch
// it again after every reconnection and every minute, because late readings land in the middle of it.
import { createStore } from 'zustand/vanilla';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { TelemetryFeedListener } from '../../cloud/telemetry-feed';
import type { TimeBounds, TimeView } from '../../ui/time-view';
import { createSampleWindow, MAX_SAMPLES } from './sample-window';

export interface TelemetryStatus {
  /** Whether what is shown came whole at least once. */
  complete: boolean;
  /** Whether there are more readings in a fixed stretch of time than can be held: what is shown has holes. */
  overfull: boolean;
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
// Readings of what lies further back no longer come late, in practice.
const SETTLED_AFTER_MS = 10 * 60_000;
// A page that nobody sees gets no animation frames; what waits for one is merged all the same from here on.
const MOST_WAITING = 5000;
const FOREVER = Number.POSITIVE_INFINITY;

/** Makes the collection of one device's readings; nothing happens before `start`. */
export function createTelemetryCollection(ports: TelemetryPorts, firstView: TimeView, maxSamples = MAX_SAMPLES) {
  const samples = createSampleWindow(maxSamples);
  const status = createStore<TelemetryStatus>(() => ({ complete: false, overfull: false, failure: null }));
  const listeners = new Set<() => void>();
  let view = firstView;
  // What is kept. While it has no end, the feed goes on filling it: so it does behind a stopped view.
  let held = needOf(view, ports.nowMs());
  // Behind a stopped view readings may be missing: the feed was interrupted, or there was no room.
  let behind = false;
  let waiting: TelemetrySample[] = [];
  let running = false;
  let fetching = 0;
  let callOff = () => {};
  let scheduled = false;

  function merge() {
    const incoming = waiting;
    waiting = [];
    samples.merge(incoming);
  }

  function flush() {
    scheduled = false;
    merge();
    if (view.kind === 'live') {
      held = needOf(view, ports.nowMs());
      samples.trim(held.fromMs);
    }
    for (const listener of listeners) listener();
  }

  function soon() {
    if (scheduled) return;
    scheduled = true;
    ports.schedule(flush);
  }

  function take(incoming: readonly TelemetrySample[]) {
    const fresh = incoming.filter(
      ({ observedAt }) => observedAt <= held.toMs && (held.toMs === FOREVER || observedAt >= held.fromMs),
    );
    if (fresh.length === 0) return;
    if (view.kind !== 'live' && samples.samples().length + waiting.length + fresh.length > maxSamples) {
      // Room would be made by forgetting the oldest, which somebody is looking at.
      behind = true;
      if (view.kind === 'fixed') status.setState({ overfull: true });
      return;
    }
    waiting.push(...fresh);
    if (waiting.length > MOST_WAITING) merge();
    soon();
  }

  async function refetch(): Promise<void> {
    callOff();
    fetching += 1;
    const mine = fetching;
    const { fromMs, toMs } = needOf(view, ports.nowMs());
    const untilMs = view.kind === 'paused' ? view.atMs : Math.min(toMs, ports.nowMs() + CLOCK_SLACK_MS);
    let failure: unknown = null;
    try {
      await ports.fetch(fromMs, untilMs, (page) => {
        if (mine === fetching) take(page);
      });
    } catch (thrown) {
      failure = thrown;
    }
    // A later fetch asked for something else; it reports.
    if (!running || mine !== fetching) return;
    status.setState((before) => ({ failure, complete: before.complete || failure === null }));
    soon();
    if (failure !== null) callOff = ports.after(RETRY_MS, () => void refetch());
    else if (untilMs > ports.nowMs() - SETTLED_AFTER_MS) callOff = ports.after(REFETCH_MS, () => void refetch());
  }

  function onReady() {
    if (view.kind !== 'live') behind = true;
    void refetch();
  }

  return {
    samples,
    status,
    refetch,

    /** Follows the device until the returned function is called. */
    start(): () => void {
      running = true;
      const stop = ports.follow({ onSamples: take, onReady });
      callOff = ports.after(FIRST_FETCH_WITHIN_MS, () => void refetch());
      return () => {
        running = false;
        stop();
        callOff();
      };
    },

    /** Shows another stretch of time; fetches what of it is not known. */
    show(next: TimeView): void {
      view = next;
      const need = needOf(next, ports.nowMs());
      const covered = held.fromMs <= need.fromMs && held.toMs >= need.toMs && !behind;
      if (!covered) {
        held = need;
        behind = false;
        waiting = waiting.filter(({ observedAt }) => observedAt >= need.fromMs && observedAt <= need.toMs);
        samples.keep(need.fromMs, need.toMs);
        status.setState({ complete: false, overfull: false, failure: null });
        if (running) void refetch();
      }
      soon();
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

/** What must be known to show a view. A fixed one needs a little more on both sides, so that lines run off its edges. */
function needOf(view: TimeView, nowMs: number): TimeBounds {
  switch (view.kind) {
    case 'live':
      return { fromMs: nowMs - view.windowMs, toMs: FOREVER };
    case 'paused':
      return { fromMs: view.atMs - view.windowMs, toMs: FOREVER };
    case 'fixed': {
      const marginMs = Math.min(600_000, Math.max(30_000, (view.toMs - view.fromMs) / 20));
      return { fromMs: Math.floor(view.fromMs - marginMs), toMs: Math.ceil(view.toMs + marginMs) };
    }
  }
}
