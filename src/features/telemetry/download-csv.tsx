// The readings behind a chart, as a file.
import { Download } from 'lucide-react';
import { boundsOf } from '../../ui/time-view';
import { type CsvMetric, csvFileName, readingsCsv } from './readings-csv';
import type { TelemetryCollection } from './telemetry-collection';
import type { ShownTime } from './use-time-view';

interface DownloadCsvProps {
  thingName: string;
  /** What the chart is of, for the file's name and for screen readers. */
  what: string;
  readings: TelemetryCollection;
  metrics: readonly CsvMetric[];
  time: ShownTime;
}

/** A button that hands over what is shown at that moment. */
export function DownloadCsv({ thingName, what, readings, metrics, time }: DownloadCsvProps) {
  const download = () => {
    const bounds = boundsOf(time.view, Date.now());
    const file = new Blob([readingsCsv(readings.samples.samples(), metrics, bounds)], {
      type: 'text/csv;charset=utf-8',
    });
    const url = URL.createObjectURL(file);
    const link = Object.assign(document.createElement('a'), {
      href: url,
      download: csvFileName(thingName, what, bounds),
    });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button
      type="button"
      aria-label={`${what} as CSV`}
      title="Download as CSV"
      onClick={download}
      className="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-raised hover:text-ink"
    >
      <Download aria-hidden className="size-4" />
    </button>
  );
}
