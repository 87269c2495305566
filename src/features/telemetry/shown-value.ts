// Which value of a metric stands beside its chart: the newest, the last of what is shown, or the one under the crosshair.
import type { LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue, TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { TimeBounds } from '../../ui/time-view';
import { firstAtOrAfter } from './decimate';
import { nearestReading } from './nearest-reading';
import type { Series } from './sample-window';

/** A value and the moment it was measured at, epoch ms. */
export interface ReadValue {
  value: MetricValue;
  atMs: number;
}

/**
 * Returns the last number of a series up to `untilMs`. `latest` is what the fleet knows, which may be ahead of the series
 * or behind it, and may be older than everything in it; it counts only if measured between `sinceMs` and `untilMs`.
 */
export function lastNumber(series: Series, latest: LatestMetric, sinceMs: number, untilMs: number): ReadValue | null {
  const at = firstAtOrAfter(series.times, untilMs + 1) - 1;
  const streamed = at >= 0 ? { value: series.values[at] as number, atMs: series.times[at] as number } : null;
  return newer(streamed && streamed.atMs >= sinceMs ? streamed : null, latest, sinceMs, untilMs);
}

/** The same for a metric of any type, from readings in order of time. */
export function lastState(
  samples: readonly TelemetrySample[],
  metric: string,
  latest: LatestMetric | null,
  sinceMs: number,
  untilMs: number,
): ReadValue | null {
  let found: ReadValue | null = null;
  for (let at = samples.length - 1; at >= 0 && found === null; at -= 1) {
    const sample = samples[at] as TelemetrySample;
    if (sample.observedAt < sinceMs) break;
    if (sample.observedAt > untilMs || !Object.hasOwn(sample.metrics, metric)) continue;
    const value = sample.metrics[metric];
    if (value !== undefined) found = { value, atMs: sample.observedAt };
  }
  return newer(found, latest, sinceMs, untilMs);
}

function newer(
  read: ReadValue | null,
  latest: LatestMetric | null,
  sinceMs: number,
  untilMs: number,
): ReadValue | null {
  if (latest === null || latest.observedAt < sinceMs || latest.observedAt > untilMs) return read;
  if (read && read.atMs >= latest.observedAt) return read;
  return { value: latest.value, atMs: latest.observedAt };
}

/** Returns the reading under the crosshair: the nearest within what is shown; null in a gap. */
export function numberAt({ times, values }: Series, atMs: number, gapMs: number, bounds: TimeBounds): ReadValue | null {
  // Readings an hour apart are joined by a line, so half an hour from one the line still means it.
  const at = nearestReading(times, atMs, Math.max(gapMs, (bounds.toMs - bounds.fromMs) / 200));
  return at === -1 ? null : { value: values[at] as number, atMs: times[at] as number };
}
