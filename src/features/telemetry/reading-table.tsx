// The numbers behind a chart, for who reads rather than looks.
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { formatNumber } from '../../ui/format-number';
import { Moment } from '../../ui/moment';
import type { TimeBounds } from '../../ui/time-view';
import { firstAtOrAfter } from './decimate';
import type { TelemetryCollection } from './telemetry-collection';
import { useReadingsVersion } from './use-readings';

const SHOWN = 200;

interface ReadingTableProps {
  readings: TelemetryCollection;
  metric: string;
  label: string;
  unit: string;
  bounds: TimeBounds;
  shape: 'clock' | 'moment';
}

/** The newest readings of what is shown, newest first; one whose own time was not believed says so. */
export function ReadingTable({ readings, metric, label, unit, bounds, shape }: ReadingTableProps) {
  useReadingsVersion(readings);
  const { times } = readings.samples.series(metric);
  const start = firstAtOrAfter(times, bounds.fromMs);
  const end = firstAtOrAfter(times, bounds.toMs + 1);
  const count = end - start;
  const shown = Math.min(SHOWN, count);
  const rows = newestOf(readings.samples.samples(), metric, bounds, shown);
  return (
    // A scrolling area needs the keyboard's focus to be scrolled with it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className="max-h-[190px] overflow-y-auto rounded-sm" tabIndex={0} aria-label={`${label}, table`}>
      <table className="w-full text-sm">
        <caption className="pb-1 text-left text-xs text-ink-soft">
          {shown < count ? `The newest ${shown} of ${count.toLocaleString('en-GB')} readings` : `${count} readings`}
        </caption>
        <thead className="sticky top-0 bg-surface text-left text-xs text-ink-soft">
          <tr>
            <th scope="col" className="py-1 font-medium">
              Time
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              {unit ? `Value (${unit})` : 'Value'}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ sampleId, observedAt, clockRejected, metrics }) => (
            <tr key={sampleId} className="border-t border-line">
              <td className="py-1 text-ink-soft">
                <Moment atMs={observedAt} shape={shape} />
                {clockRejected && <span className="ml-2 text-xs text-warn">arrival; device clock is off</span>}
              </td>
              <td className="live-value py-1 text-right">{formatNumber(Number(metrics[metric]))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function newestOf(samples: readonly TelemetrySample[], metric: string, bounds: TimeBounds, most: number) {
  const found: TelemetrySample[] = [];
  for (let at = samples.length - 1; at >= 0 && found.length < most; at -= 1) {
    const sample = samples[at] as TelemetrySample;
    const isShown = sample.observedAt >= bounds.fromMs && sample.observedAt <= bounds.toMs;
    if (isShown && typeof sample.metrics[metric] === 'number') found.push(sample);
  }
  return found;
}
