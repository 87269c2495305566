// What surrounds the lines of a chart: the stretch of time, the axes' ticks, and what the lines come to.
import type { TimeBounds } from '../../ui/time-view';
import { valueTicks } from './axis-ticks';
import { firstAtOrAfter } from './decimate';
import type { Series } from './sample-window';

/** What one metric comes to in the stretch shown; `low` and `high` mean nothing while `count` is 0. */
export interface SeriesSummary {
  count: number;
  low: number;
  high: number;
}

export interface ChartFrame extends TimeBounds {
  xTicks: number[];
  yTicks: number[];
  /** In the order in which the series were given. */
  summaries: SeriesSummary[];
}

/** Returns the frame of series in a stretch of time; only those that `isShown` make the values' axis. */
export function chartFrame(
  series: readonly Series[],
  isShown: readonly boolean[],
  bounds: TimeBounds,
  xTicks: number[],
): ChartFrame {
  const summaries = series.map((each) => summarise(each, bounds));
  const measured = summaries.filter(({ count }, index) => count > 0 && isShown[index]);
  const low = Math.min(...measured.map((each) => each.low));
  const high = Math.max(...measured.map((each) => each.high));
  return { ...bounds, xTicks, yTicks: valueTicks(low, high), summaries };
}

function summarise({ times, values }: Series, { fromMs, toMs }: TimeBounds): SeriesSummary {
  const start = firstAtOrAfter(times, fromMs);
  const end = firstAtOrAfter(times, toMs + 1);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = start; at < end; at += 1) {
    const value = values[at] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { count: end - start, low, high };
}

/** Says whether two frames look the same, so that the second need not be drawn. */
export function isSameFrame(a: ChartFrame, b: ChartFrame): boolean {
  return (
    a.fromMs === b.fromMs &&
    a.toMs === b.toMs &&
    a.yTicks.join() === b.yTicks.join() &&
    a.xTicks.join() === b.xTicks.join() &&
    a.summaries.length === b.summaries.length &&
    a.summaries.every((one, index) => {
      const other = b.summaries[index];
      return one.count === other?.count && one.low === other.low && one.high === other.high;
    })
  );
}
