// What is known of a thing after more readings of it.
import type { DeviceLatest, LatestMetric } from './device-latest';
import { mergeLatestMetric } from './merge-latest-metric';
import type { TelemetrySample } from './telemetry-sample';
import { gatewayOf } from './thing-names';
import { wellKnownMetrics } from './well-known-metrics';

const MAX_METRICS = 200;

/**
 * Returns the newest state of a thing after `samples` of it, in whatever order they come. Each metric keeps its own time:
 * a partial payload erases nothing, an older reading changes no newer value. The same samples in any order and any
 * repetition give the same state (as long as a thing has at most 200 metrics; beyond that the 200 newest are kept).
 * Returns `previous` itself when nothing changed, and null only when there is neither a previous state nor a sample.
 */
export function mergeDeviceLatest(
  previous: DeviceLatest | null,
  samples: readonly TelemetrySample[],
): DeviceLatest | null {
  return samples.reduce(mergeSample, previous);
}

function mergeSample(previous: DeviceLatest | null, sample: TelemetrySample): DeviceLatest {
  const metrics = mergeMetrics(previous?.metrics ?? {}, sample);
  if (!previous) {
    const { thingName, observedAt, receivedAt, clockRejected } = sample;
    const gateway = gatewayOf(thingName);
    return { thingName, gateway, observedAt, receivedAt, ...wellKnownMetrics(metrics), clockRejected, metrics };
  }
  const observedAt = Math.max(previous.observedAt, sample.observedAt);
  const receivedAt = Math.max(previous.receivedAt, sample.receivedAt);
  const clockRejected =
    sample.observedAt > previous.observedAt
      ? sample.clockRejected
      : previous.clockRejected || (sample.observedAt === previous.observedAt && sample.clockRejected);
  const unchanged =
    metrics === previous.metrics &&
    observedAt === previous.observedAt &&
    receivedAt === previous.receivedAt &&
    clockRejected === previous.clockRejected;
  if (unchanged) return previous;
  return { ...previous, observedAt, receivedAt, ...wellKnownMetrics(metrics), clockRejected, metrics };
}

function mergeMetrics(previous: Record<string, LatestMetric>, sample: TelemetrySample): Record<string, LatestMetric> {
  let merged = previous;
  for (const [name, value] of Object.entries(sample.metrics)) {
    const before = Object.hasOwn(previous, name) ? previous[name] : undefined;
    const after = mergeLatestMetric(before, value, sample.observedAt);
    if (after === before) continue;
    if (merged === previous) merged = { ...previous };
    merged[name] = after;
  }
  return Object.keys(merged).length > MAX_METRICS ? newestMetrics(merged) : merged;
}

function newestMetrics(metrics: Record<string, LatestMetric>): Record<string, LatestMetric> {
  const newestFirst = Object.entries(metrics).sort(
    ([nameA, a], [nameB, b]) => b.observedAt - a.observedAt || (nameA < nameB ? -1 : 1),
  );
  return Object.fromEntries(newestFirst.slice(0, MAX_METRICS));
}
