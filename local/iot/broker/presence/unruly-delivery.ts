// Delivers lifecycle events as badly as AWS documents that it may: twice, and out of order. The same seed does the same.
import type { Clock } from '../../../settings/clock';
import type { LifecycleEvent } from './lifecycle-events';

export interface Chaos {
  /** Delivers about half of the events twice. */
  duplicate: boolean;
  /** Delivers events that come close together in another order. */
  shuffle: boolean;
  seed: number;
}

type Deliver = (event: LifecycleEvent) => Promise<void>;

const GATHER_MS = 50;

/** Returns a delivery that misbehaves as `chaos` says. Its promise resolves when the event, and its copy, arrived. */
export function unrulyDelivery(deliver: Deliver, chaos: Chaos, clock: Clock): Deliver {
  const random = seededRandom(chaos.seed);
  let gathered: (() => Promise<void>)[] = [];
  let flushing: Promise<void> | null = null;

  const flush = async () => {
    const order = gathered.map((send) => ({ send, place: random() })).sort((a, b) => a.place - b.place);
    gathered = [];
    flushing = null;
    for (const { send } of order) await send();
  };

  return async (event) => {
    const copies = chaos.duplicate && random() < 0.5 ? [event, event] : [event];
    if (!chaos.shuffle) {
      for (const copy of copies) await deliver(copy);
      return;
    }
    gathered.push(...copies.map((copy) => () => deliver(copy)));
    flushing ??= new Promise<void>((resolve) => {
      clock.after(GATHER_MS, resolve);
    }).then(flush);
    await flushing;
  };
}

// Mulberry32: 32 bits of state are enough to choose an order.
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
