// The newest value of a metric, as it comes.
import { ClockAlert } from 'lucide-react';
import type { LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { Age } from '../../ui/age';
import { classNames } from '../../ui/class-names';
import { useIsOlderThan } from '../../ui/clock';
import type { TelemetryCollection } from './telemetry-collection';
import { useReadingsVersion } from './use-readings';

interface CurrentValueProps {
  readings: TelemetryCollection;
  metric: string;
  /** What the fleet knows; the device's own feed may be ahead of it. */
  latest: LatestMetric;
  unit: string;
  write: (value: MetricValue) => string;
  oldAfterMs: number;
}

/** A large value with its unit and its age. */
export function CurrentValue({ readings, metric, latest, unit, write, oldAfterMs }: CurrentValueProps) {
  useReadingsVersion(readings);
  const { times, values } = readings.samples.series(metric);
  const streamedAt = times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const streamed = values.at(-1);
  const ahead = streamed !== undefined && streamedAt > latest.observedAt;
  const value = ahead ? streamed : latest.value;
  const atMs = ahead ? streamedAt : latest.observedAt;
  const old = useIsOlderThan(atMs, oldAfterMs);
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
      <span
        className={classNames(
          'live-value min-w-0 truncate font-semibold',
          typeof value === 'string' ? 'text-lg' : 'text-xl',
          old ? 'text-ink-faint' : 'text-ink',
        )}
        title={write(value)}
      >
        {write(value)}
        {unit && <span className="ml-1 text-base font-normal text-ink-soft">{unit}</span>}
      </span>
      <span className={classNames('inline-flex items-center gap-1 text-sm', old ? 'text-warn' : 'text-ink-soft')}>
        {old && <ClockAlert aria-hidden className="size-3.5" />}
        {old && <span className="sr-only">old: </span>}
        <Age sinceMs={atMs} />
      </span>
    </div>
  );
}
