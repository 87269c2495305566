// A flag or a text: what it is now and what it was before.
import type { LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { Moment } from '../../ui/moment';
import { CurrentValue } from './current-value';
import { stateChanges } from './state-changes';
import type { TelemetryCollection } from './telemetry-collection';
import { useReadingsVersion } from './use-readings';

const SHOWN = 5;

interface StatePanelProps {
  readings: TelemetryCollection;
  metric: string;
  label: string;
  unit: string;
  latest: LatestMetric;
  write: (value: MetricValue) => string;
  window: { label: string; ms: number };
  oldAfterMs: number;
}

/** A card with the present state and its recent changes. */
export function StatePanel({ readings, metric, label, unit, latest, write, window, oldAfterMs }: StatePanelProps) {
  useReadingsVersion(readings);
  const fromMs = Date.now() - window.ms;
  const inWindow = readings.samples.samples().filter((sample) => sample.observedAt >= fromMs);
  const changes = stateChanges(inWindow, metric, SHOWN);
  return (
    <section aria-label={label} className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="min-w-0">
        <h3 className="truncate text-sm text-ink-soft" title={metric}>
          {label}
        </h3>
        <CurrentValue {...{ readings, metric, latest, unit, write, oldAfterMs }} />
      </div>
      {changes.length > 1 ? (
        <ol className="flex flex-col text-sm" aria-label={`Changes in the last ${window.label}`}>
          {changes.map((change) => (
            <li key={change.sinceMs} className="flex justify-between gap-3 border-t border-line py-1">
              <span className="live-value min-w-0 truncate">{write(change.value)}</span>
              <span className="shrink-0 text-ink-soft">
                since <Moment atMs={change.sinceMs} shape={window.ms > 3_600_000 ? 'day' : 'clock'} />
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-sm text-ink-soft">
          {changes.length === 1 ? `Unchanged in the last ${window.label}.` : `No reading in the last ${window.label}.`}
        </p>
      )}
    </section>
  );
}
