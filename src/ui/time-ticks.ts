// Round moments for time axes. Ticks stay where they are while a window moves, so their labels repeat and need no new
// measuring. Hours are round where the reader is, also across a change to or from daylight saving time.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  1000,
  2000,
  5000,
  10_000,
  15_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
];

/** Returns a zone's distance from UTC at a moment, in ms, positive to the east. */
export type OffsetAt = (epochMs: number) => number;

const UTC: OffsetAt = () => 0;

/** Returns the distance between the ticks of a stretch of time, in ms: the smallest round one with at most `count` parts. */
export function timeStep(fromMs: number, toMs: number, count: number): number {
  return STEPS.find((each) => (toMs - fromMs) / each <= Math.max(1, count)) ?? 2 * DAY;
}

/**
 * Returns round moments between two moments (epoch ms), ascending, about `count` at most. An hour that the clocks skip has
 * no tick; an hour that they repeat has two.
 */
export function timeTicks(fromMs: number, toMs: number, count: number, offsetAt: OffsetAt = UTC): number[] {
  const step = timeStep(fromMs, toMs, count);
  const ticks = new Set<number>();
  // Clocks change at most once in what a page shows, so the offsets of its ends are all there are.
  for (const offset of new Set([offsetAt(fromMs), offsetAt(toMs)])) {
    for (let tick = Math.ceil((fromMs + offset) / step) * step - offset; tick <= toMs; tick += step) {
      if (offsetAt(tick) === offset) ticks.add(tick);
    }
  }
  return [...ticks].sort((a, b) => a - b);
}

/** Says how a tick is written: with seconds, as hour and minute, or, at midnight, as its day. */
export function tickShape(tickMs: number, stepMs: number, offsetAt: OffsetAt = UTC): 'clock' | 'minute' | 'date' {
  if (stepMs < MINUTE) return 'clock';
  return (tickMs + offsetAt(tickMs)) % DAY === 0 ? 'date' : 'minute';
}
