// A flag or a text over time as stretches in which it stayed the same.
import type { MetricValue, TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { isGap } from './decimate';

/** A metric of any type over time. `times` (epoch ms) ascend; both lists have the same length. */
export interface StateSeries {
  times: number[];
  values: MetricValue[];
}

/** A value, and the first and last reading that said so without a gap between them (epoch ms). */
export interface StateStretch {
  value: MetricValue;
  fromMs: number;
  toMs: number;
}

/** Returns what readings in order of time say of a metric; a reading without it says nothing. */
export function stateSeries(samples: readonly TelemetrySample[], metric: string): StateSeries {
  const series: StateSeries = { times: [], values: [] };
  for (const { metrics, observedAt } of samples) {
    const value = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
    if (value === undefined) continue;
    series.times.push(observedAt);
    series.values.push(value);
  }
  return series;
}

/**
 * Returns the stretches of a series, oldest first. A state lasts until the reading that says otherwise; across a gap
 * (`isGap`) nothing is known, so a stretch ends with the last reading before it.
 */
export function stateStretches({ times, values }: StateSeries, gapMs: number): StateStretch[] {
  const stretches: StateStretch[] = [];
  let open: StateStretch | undefined;
  for (const [at, time] of times.entries()) {
    const value = values[at] as MetricValue;
    const afterGap = at > 0 && isGap(times, at, gapMs);
    if (open && !afterGap) open.toMs = time;
    if (open && !afterGap && open.value === value) continue;
    open = { value, fromMs: time, toMs: time };
    stretches.push(open);
  }
  return stretches;
}

/** Returns the stretch that a moment lies in, or undefined in a gap. */
export function stretchAt(stretches: readonly StateStretch[], atMs: number): StateStretch | undefined {
  return stretches.findLast(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
}
