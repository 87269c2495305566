// Fewer points with the same picture.
import type { Series } from './sample-window';

/** A stretch of line without a gap, as alternating x and y: [x0, y0, x1, y1, ...]; x in epoch ms, y in the unit. */
export type Stretch = number[];

/**
 * Reduces a series between two moments to at most four points per column: first, lowest, highest and last of each, in
 * order of time, so that no peak is lost and lines meet at the columns' edges. Columns stand at fixed places in time, so
 * a moving window does not make the line tremble. Readings are never joined across a gap (`isGap`). One reading on
 * either side of the window is kept, so that lines run off its edges.
 */
export function decimate(series: Series, fromMs: number, toMs: number, columns: number, gapMs: number): Stretch[] {
  const { times, values } = series;
  const start = Math.max(0, firstAtOrAfter(times, fromMs) - 1);
  const end = Math.min(times.length, firstAtOrAfter(times, toMs + 1) + 1);
  const columnMs = Math.max(1, (toMs - fromMs) / Math.max(1, columns));
  const stretches: Stretch[] = [];
  let stretch: Stretch = [];
  let at = start;
  while (at < end) {
    if (at > start && isGap(times, at, gapMs)) {
      stretches.push(stretch);
      stretch = [];
    }
    const column = Math.floor((times[at] as number) / columnMs);
    let low = at;
    let high = at;
    let last = at;
    let next = at + 1;
    while (next < end) {
      if (Math.floor((times[next] as number) / columnMs) !== column || isGap(times, next, gapMs)) break;
      if ((values[next] as number) < (values[low] as number)) low = next;
      if ((values[next] as number) > (values[high] as number)) high = next;
      last = next;
      next += 1;
    }
    push(stretch, times, values, at);
    const [one, other] = low < high ? [low, high] : [high, low];
    if (one !== at) push(stretch, times, values, one);
    if (other !== one && other !== at) push(stretch, times, values, other);
    if (last !== other && last !== at && last !== one) push(stretch, times, values, last);
    at = next;
  }
  if (stretch.length > 0) stretches.push(stretch);
  return stretches;
}

function push(stretch: Stretch, times: readonly number[], values: readonly number[], index: number) {
  stretch.push(times[index] as number, values[index] as number);
}

/** Returns the index of the first time that is not before `moment`; the length when all are. */
export function firstAtOrAfter(times: readonly number[], moment: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NEIGHBOURS = 3;

/**
 * Says whether something is missing between the reading at `index` and the one before: more than `gapMs` lies between
 * them, and more than three times what is usual just around. A device that reported every two minutes yesterday and every
 * two seconds today has no gaps yesterday; a single reading in the middle of an outage does not bridge it.
 */
export function isGap(times: readonly number[], index: number, gapMs: number): boolean {
  const interval = intervalAt(times, index);
  if (!(interval > gapMs)) return false;
  const around: number[] = [];
  for (let step = 1; step <= NEIGHBOURS; step += 1) {
    if (index - step > 0) around.push(intervalAt(times, index - step));
    if (index + step < times.length) around.push(intervalAt(times, index + step));
  }
  around.sort((a, b) => a - b);
  const usual = around[Math.floor(around.length / 2)];
  return usual === undefined || interval > 3 * usual;
}

function intervalAt(times: readonly number[], index: number): number {
  return (times[index] as number) - (times[index - 1] as number);
}

const SAMPLED_INTERVALS = 500;

/**
 * Returns how far apart two readings may always be and still be joined: three times the expected interval; where none is known,
 * five times the usual one among the newest readings. Never below two seconds.
 */
export function gapAfterMs(times: readonly number[], expectedIntervalMs: number | null): number {
  if (expectedIntervalMs !== null && expectedIntervalMs > 0) return Math.max(2000, 3 * expectedIntervalMs);
  const recent = times.slice(-SAMPLED_INTERVALS - 1);
  const intervals = recent
    .slice(1)
    .map((time, index) => time - (recent[index] as number))
    .filter((interval) => interval > 0)
    .sort((a, b) => a - b);
  const usual = intervals[Math.floor(intervals.length / 2)];
  return usual === undefined ? 60_000 : Math.max(2000, 5 * usual);
}
