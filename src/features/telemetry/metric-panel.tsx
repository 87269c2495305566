// One numeric metric: its value, its chart, and the same numbers as a table.
import { ChartLine, Table2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { formatAge } from '../../ui/format-age';
import { CurrentValue } from './current-value';
import { firstAtOrAfter } from './decimate';
import { MetricChart } from './metric-chart';
import { ReadingTable } from './reading-table';
import type { TelemetryCollection } from './telemetry-collection';
import { useReadingsVersion } from './use-readings';

interface MetricPanelProps {
  readings: TelemetryCollection;
  metric: string;
  label: string;
  unit: string;
  latest: LatestMetric;
  write: (value: MetricValue) => string;
  window: { label: string; ms: number };
  expectedIntervalMs: number | null;
  oldAfterMs: number;
}

/** A card with the newest value on top and the chart, or its table, below. */
export function MetricPanel(props: MetricPanelProps) {
  const { readings, metric, label, unit, latest, write, window, expectedIntervalMs, oldAfterMs } = props;
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? ChartLine : Table2;
  return (
    <section aria-label={label} className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="truncate text-sm text-ink-soft" title={metric}>
            {label}
          </h3>
          <CurrentValue {...{ readings, metric, latest, unit, write, oldAfterMs }} />
        </div>
        <button
          type="button"
          aria-pressed={asTable}
          aria-label={`${label} as a table`}
          title={asTable ? 'Show the chart' : 'Show a table'}
          onClick={() => setAsTable(!asTable)}
          className="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-raised hover:text-ink"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      </div>
      {asTable ? (
        <ReadingTable readings={readings} metric={metric} label={label} unit={unit} windowMs={window.ms} />
      ) : (
        <div className="relative">
          <MetricChart
            readings={readings}
            metric={metric}
            title={`${label}, last ${window.label}`}
            unit={unit}
            windowMs={window.ms}
            expectedIntervalMs={expectedIntervalMs}
          />
          <EmptyWindow readings={readings} metric={metric} latest={latest} window={window} />
        </div>
      )}
    </section>
  );
}

/** Says over an empty chart whether it is still loading or whether there is nothing. */
function EmptyWindow({
  readings,
  metric,
  latest,
  window,
}: Pick<MetricPanelProps, 'readings' | 'metric' | 'latest' | 'window'>) {
  useReadingsVersion(readings);
  const { complete, failure } = useStore(readings.status);
  const { times } = readings.samples.series(metric);
  const nowMs = Date.now();
  if (firstAtOrAfter(times, nowMs - window.ms) < times.length) return null;
  if (!complete && failure === null)
    return <div role="status" aria-label="Loading readings" className="skeleton absolute inset-0 opacity-70" />;
  return (
    <p className="absolute inset-0 grid place-items-center bg-surface text-center text-sm text-ink-soft">
      No reading in the last {window.label}. The newest came {formatAge(nowMs - latest.observedAt)}.
    </p>
  );
}
