// A measured value, its unit, and whether it is old.
import { ClockAlert } from 'lucide-react';
import { classNames } from '../../ui/class-names';
import { useIsOlderThan } from '../../ui/clock';
import { type ShownMetric, writeValue } from './shown-metrics';

interface MetricValueProps {
  shown: ShownMetric;
  oldAfterMs: number;
}

/** A metric as a small label over its value. An old value is greyed and wears a clock. */
export function MetricValue({ shown, oldAfterMs }: MetricValueProps) {
  const { label, unit, metric } = shown;
  const old = useIsOlderThan(metric.observedAt, oldAfterMs);
  const text = writeValue(metric.value);
  return (
    <div className="min-w-0">
      <div className="truncate text-xs text-ink-soft" title={shown.name}>
        {label}
      </div>
      <div className="flex min-w-0 items-center gap-1">
        <span
          title={text}
          className={classNames('live-value truncate text-base font-medium', old ? 'text-ink-faint' : 'text-ink')}
        >
          {text}
          {unit && <span className="ml-1 text-sm font-normal text-ink-soft">{unit}</span>}
        </span>
        {old && (
          <>
            <ClockAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
            <span className="sr-only">old</span>
          </>
        )}
      </div>
    </div>
  );
}
