// When a flag or a text became what it is.
import type { MetricValue, TelemetrySample } from '../../../domain/telemetry/telemetry-sample';

/** A value and the first reading that said so (epoch ms). */
export interface StateChange {
  value: MetricValue;
  sinceMs: number;
}

/** Returns the changes of a metric in readings that are in order of time, newest first, at most `limit`. */
export function stateChanges(samples: readonly TelemetrySample[], metric: string, limit: number): StateChange[] {
  const changes: StateChange[] = [];
  for (const sample of samples) {
    const value = Object.hasOwn(sample.metrics, metric) ? sample.metrics[metric] : undefined;
    if (value === undefined || changes.at(-1)?.value === value) continue;
    changes.push({ value, sinceMs: sample.observedAt });
  }
  return changes.reverse().slice(0, limit);
}
