// The numbers behind a chart, for who reads rather than looks.
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

/** The newest readings of what is shown, newest first. */
export function ReadingTable({ readings, metric, label, unit, bounds, shape }: ReadingTableProps) {
  useReadingsVersion(readings);
  const { times, values } = readings.samples.series(metric);
  const start = firstAtOrAfter(times, bounds.fromMs);
  const end = firstAtOrAfter(times, bounds.toMs + 1);
  const count = end - start;
  const shown = Math.min(SHOWN, count);
  const rows = Array.from({ length: shown }, (_, index) => end - 1 - index);
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
          {rows.map((at) => (
            <tr key={`${at} ${times[at]}`} className="border-t border-line">
              <td className="py-1 text-ink-soft">
                <Moment atMs={times[at] ?? 0} shape={shape} />
              </td>
              <td className="live-value py-1 text-right">{formatNumber(values[at] ?? Number.NaN)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
