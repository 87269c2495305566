// What surrounds a chart's line: the stretch of time, the axes' ticks, and the few points that the tooltip knows.
import { timeTicks, valueTicks } from './axis-ticks';
import { firstAtOrAfter, isGap } from './decimate';
import type { Series } from './sample-window';

/** A point that the tooltip can show; `value` is null where nothing was measured. */
export interface TooltipPoint {
  time: number;
  value: number | null;
}

export interface ChartFrame {
  fromMs: number;
  toMs: number;
  xTicks: number[];
  yTicks: number[];
  points: TooltipPoint[];
  /** How many readings lie in the window. */
  count: number;
}

const TOOLTIP_POINTS = 150;
const STEPS_PER_WINDOW = 300;

/**
 * Returns the frame of a series for the last `windowMs` before `nowMs`. The window moves in steps of a three-hundredth,
 * so that a day's axes are not redrawn every second.
 */
export function chartFrame(
  series: Series,
  nowMs: number,
  windowMs: number,
  gapMs: number,
  xTickCount: number,
  zoneOffsetMs: number,
): ChartFrame {
  const stepMs = windowMs / STEPS_PER_WINDOW;
  const toMs = Math.ceil(nowMs / stepMs) * stepMs;
  const fromMs = toMs - windowMs;
  const start = firstAtOrAfter(series.times, fromMs);
  const end = firstAtOrAfter(series.times, toMs);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = start; at < end; at += 1) {
    const value = series.values[at] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return {
    fromMs,
    toMs,
    xTicks: timeTicks(fromMs, toMs, xTickCount, zoneOffsetMs),
    yTicks: valueTicks(low, high),
    points: tooltipPoints(series, start, end, gapMs),
    count: end - start,
  };
}

function tooltipPoints(series: Series, start: number, end: number, gapMs: number): TooltipPoint[] {
  const stride = Math.max(1, Math.ceil((end - start) / TOOLTIP_POINTS));
  const points: TooltipPoint[] = [];
  for (let at = start; at < end; at += 1) {
    const afterGap = at > start && isGap(series.times, at, gapMs);
    if (afterGap) points.push({ time: (series.times[at - 1] as number) + 1, value: null });
    if (afterGap || (at - start) % stride === 0 || at === end - 1) {
      points.push({ time: series.times[at] as number, value: series.values[at] as number });
    }
  }
  return points;
}

/** Says whether two frames look the same, so that the second need not be drawn. */
export function isSameFrame(a: ChartFrame, b: ChartFrame): boolean {
  return (
    a.fromMs === b.fromMs &&
    a.count === b.count &&
    a.points.at(-1)?.time === b.points.at(-1)?.time &&
    a.yTicks.join() === b.yTicks.join() &&
    a.xTicks.join() === b.xTicks.join()
  );
}
