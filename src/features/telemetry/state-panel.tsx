// A flag or a text: what it is, and what it was as bands over time and in words.
import { useMemo } from 'react';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { Moment } from '../../ui/moment';
import { TimeBand } from '../../ui/time-band';
import { useTimeBounds } from '../../ui/use-time-bounds';
import { gapAfterMs } from './decimate';
import { DownloadCsv } from './download-csv';
import type { PanelMetric } from './group-metrics';
import { ShownValue } from './metric-legend';
import { lastState } from './shown-value';
import { type StateStretch, stateSeries, stateStretches } from './state-bands';
import type { TelemetryCollection } from './telemetry-collection';
import { momentShape } from './use-chart-frame';
import { useReadingsVersion } from './use-readings';
import type { ShownTime } from './use-time-view';

// The newest stretches in words; the file has all of them.
const LISTED = 5;
const INKS = ['text-series-1', 'text-series-2', 'text-series-3', 'text-series-4', 'text-series-5', 'text-series-6'];

interface StatePanelProps {
  thingName: string;
  readings: TelemetryCollection;
  metric: PanelMetric;
  time: ShownTime;
  write: (value: MetricValue) => string;
  expectedIntervalMs: number | null;
  oldAfterMs: number;
}

/** A card with the present state, its bands and its recent changes. */
export function StatePanel(props: StatePanelProps) {
  const { thingName, readings, metric, time, write, expectedIntervalMs, oldAfterMs } = props;
  const { view } = time;
  const version = useReadingsVersion(readings);
  const bounds = useTimeBounds(view);
  const shape = momentShape(view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says that the readings changed.
  const stretches = useMemo(() => {
    const series = stateSeries(readings.samples.samples(), metric.name);
    return stateStretches(series, gapAfterMs(series.times, expectedIntervalMs));
  }, [readings, metric.name, expectedIntervalMs, version]);
  const bands = useMemo(() => bandsOf(stretches, write), [stretches, write]);
  const samples = readings.samples.samples();
  const read =
    view.kind === 'live'
      ? lastState(samples, metric.name, metric.metric, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
      : lastState(samples, metric.name, metric.metric, bounds.fromMs, bounds.toMs);
  const listed = stretches.filter(({ fromMs, toMs }) => toMs >= bounds.fromMs && fromMs <= bounds.toMs).slice(-LISTED);
  return (
    <section
      aria-label={metric.label}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="truncate py-1 text-sm text-ink-soft" title={metric.name}>
            {metric.label}
          </h3>
          <ShownValue how={view.kind} unit={metric.unit} {...{ read, shape, write, oldAfterMs }} />
        </div>
        <DownloadCsv {...{ thingName, readings, time }} what={metric.label} metrics={[metric]} />
      </div>
      <TimeBand bounds={bounds} bands={bands} inks={INKS} />
      {listed.length > 0 ? (
        <ol className="flex flex-col text-sm" aria-label={`Latest states of ${metric.label}`}>
          {listed.toReversed().map(({ value, fromMs, toMs }) => (
            <li key={fromMs} className="flex justify-between gap-3 border-t border-line py-1">
              <span className="live-value min-w-0 truncate">{write(value)}</span>
              <span className="shrink-0 text-ink-soft">
                <Moment atMs={fromMs} shape={shape} /> to <Moment atMs={toMs} shape={shape} />
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-sm text-ink-soft">No reading in what is shown.</p>
      )}
    </section>
  );
}

/**
 * Each text has an ink and a look of its own for as long as there are enough, and its name where there is room; a flag is
 * filled or empty, whichever came first.
 */
function bandsOf(stretches: readonly StateStretch[], write: (value: MetricValue) => string) {
  const places = new Map<MetricValue, number>();
  return stretches.map(({ value, fromMs, toMs }) => {
    const place = typeof value === 'boolean' ? 0 : (places.get(value) ?? places.size);
    places.set(value, place);
    const look = value === false ? ('outline' as const) : place % 2 === 1 ? ('hatched' as const) : ('solid' as const);
    return { fromMs, toMs, label: write(value), look, ink: place % INKS.length };
  });
}
