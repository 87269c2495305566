// What stands beside a chart: each metric with the pattern of its line, its value and age, and its least and most.
import { ClockAlert, Crosshair, Eye, EyeOff } from 'lucide-react';
import { useStore } from 'zustand';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { Age } from '../../ui/age';
import { classNames } from '../../ui/class-names';
import { useIsOlderThan } from '../../ui/clock';
import { Moment } from '../../ui/moment';
import { crosshair } from '../../ui/time-crosshair';
import type { TimeBounds, TimeView } from '../../ui/time-view';
import type { SeriesSummary } from './chart-frame';
import type { PanelMetric } from './group-metrics';
import type { LineStyle } from './line-styles';
import { lastNumber, numberAt, type ReadValue } from './shown-value';
import type { TelemetryCollection } from './telemetry-collection';
import { momentShape } from './use-chart-frame';
import { useReadingsVersion } from './use-readings';

interface LegendRowProps {
  readings: TelemetryCollection;
  metric: PanelMetric;
  /** Null where there is but one line. */
  style: LineStyle | null;
  shown: boolean;
  /** Absent where the metric cannot be hidden. */
  onToggle?: () => void;
  summary: SeriesSummary;
  gapMs: number;
  bounds: TimeBounds;
  view: TimeView;
  write: (value: MetricValue) => string;
  oldAfterMs: number;
}

/** One metric of a chart. */
export function LegendRow(props: LegendRowProps) {
  const { readings, metric, style, shown, onToggle, summary, gapMs, bounds, view, write, oldAfterMs } = props;
  useReadingsVersion(readings);
  const pointed = useStore(crosshair, ({ atMs }) => atMs);
  const series = readings.samples.series(metric.name);
  const under = pointed !== null && pointed >= bounds.fromMs && pointed <= bounds.toMs ? pointed : null;
  const read =
    under !== null
      ? numberAt(series, under, gapMs, bounds)
      : view.kind === 'live'
        ? lastNumber(series, metric.metric, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
        : lastNumber(series, metric.metric, bounds.fromMs, bounds.toMs);
  const { label, unit } = metric;
  return (
    <div className={classNames('flex min-w-0 flex-col', !shown && 'opacity-70')}>
      <div className="flex min-h-7 min-w-0 items-center gap-2">
        {style && <LineSample style={style} />}
        <h3 className="min-w-0 truncate text-sm text-ink-soft" title={metric.name}>
          {label}
        </h3>
        {onToggle && (
          <button
            type="button"
            aria-pressed={shown}
            aria-label={`${label}: line`}
            title={shown ? 'Hide this line' : 'Show this line'}
            onClick={onToggle}
            className="ml-auto grid size-7 shrink-0 place-items-center rounded-sm text-ink-soft hover:bg-raised hover:text-ink"
          >
            {shown ? <Eye aria-hidden className="size-4" /> : <EyeOff aria-hidden className="size-4" />}
          </button>
        )}
      </div>
      <ShownValue
        read={read}
        how={under !== null ? 'pointed' : view.kind}
        shape={momentShape(view)}
        {...{ unit, write, oldAfterMs }}
      />
      {summary.count > 0 && (
        <div className="text-xs text-ink-soft">
          min <span className="live-value font-medium text-ink">{write(summary.low)}</span> · max{' '}
          <span className="live-value font-medium text-ink">{write(summary.high)}</span>
          {unit && ` ${unit}`}
        </div>
      )}
    </div>
  );
}

function LineSample({ style }: { style: LineStyle }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 28 8" className={classNames('live-value h-2 w-7 shrink-0', style.ink)}>
      <line x1="0" x2="28" y1="4" y2="4" stroke="currentColor" strokeWidth="2" strokeDasharray={style.dash.join(' ')} />
    </svg>
  );
}

interface ShownValueProps {
  read: ReadValue | null;
  /** `pointed`: under the crosshair. */
  how: 'pointed' | TimeView['kind'];
  shape: 'clock' | 'moment';
  unit: string;
  write: (value: MetricValue) => string;
  oldAfterMs: number;
}

/** A large value with its unit and its age; with its moment instead where it is not the newest. */
export function ShownValue({ read, how, shape, unit, write, oldAfterMs }: ShownValueProps) {
  const old = useIsOlderThan(read?.atMs ?? Number.POSITIVE_INFINITY, oldAfterMs) && how === 'live';
  if (!read) {
    return (
      <div className="flex items-baseline gap-x-2.5 text-sm text-ink-soft">
        <span className="text-xl text-ink-faint">–</span>
        {how === 'pointed' ? 'nothing measured here' : 'no reading'}
      </div>
    );
  }
  const Icon = how === 'pointed' ? Crosshair : old ? ClockAlert : null;
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
      <span
        className={classNames(
          'min-w-0 truncate font-semibold',
          typeof read.value === 'string' ? 'text-lg' : 'text-xl',
          how === 'live' && 'live-value',
          how === 'live' && !old ? 'text-ink' : how === 'pointed' ? 'text-accent' : 'text-ink-faint',
        )}
        title={write(read.value)}
      >
        {write(read.value)}
        {unit && <span className="ml-1 text-base font-normal text-ink-soft">{unit}</span>}
      </span>
      <span className={classNames('inline-flex items-center gap-1 text-sm', old ? 'text-warn' : 'text-ink-soft')}>
        {Icon && <Icon aria-hidden className="size-3.5 self-center" />}
        {old && <span className="sr-only">old: </span>}
        {how === 'live' ? <Age sinceMs={read.atMs} /> : <Moment atMs={read.atMs} shape={shape} />}
        {how !== 'live' && how !== 'pointed' && (
          <span>
            (<Age sinceMs={read.atMs} />)
          </span>
        )}
      </span>
    </div>
  );
}
