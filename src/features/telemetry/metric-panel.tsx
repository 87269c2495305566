// Numeric metrics of one unit: their values, their chart, and the same numbers as a table or a file.
import { ChartLine, Table2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { formatAge } from '../../ui/format-age';
import { formatTime } from '../../ui/format-time';
import { TimeCursor } from '../../ui/time-cursor';
import { zoneChoice } from '../../ui/time-zone';
import { gapAfterMs } from './decimate';
import { DownloadCsv } from './download-csv';
import type { PanelGroup } from './group-metrics';
import { LINES_AT_FIRST, lineStyle } from './line-styles';
import { CHART, MetricChart } from './metric-chart';
import { LegendRow } from './metric-legend';
import { nextMoment } from './nearest-reading';
import { ReadingTable } from './reading-table';
import { numberAt } from './shown-value';
import type { TelemetryCollection } from './telemetry-collection';
import { viewInWords } from './time-toolbar';
import { momentShape, useChartFrame } from './use-chart-frame';
import type { ShownTime } from './use-time-view';
import { useWidth } from './use-width';

interface MetricPanelProps {
  thingName: string;
  readings: TelemetryCollection;
  group: PanelGroup;
  time: ShownTime;
  write: (value: MetricValue) => string;
  expectedIntervalMs: number | null;
  oldAfterMs: number;
}

/** A card with the values on top and the chart, or its table, below. */
export function MetricPanel(props: MetricPanelProps) {
  const { thingName, readings, group, time, write, expectedIntervalMs, oldAfterMs } = props;
  const { view } = time;
  const zone = useStore(zoneChoice, (state) => state.zone);
  const [asTable, setAsTable] = useState(false);
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const width = useWidth(host);
  // The names stay the same list while only values change.
  const key = JSON.stringify(group.metrics.map(({ name, label }) => [name, label]));
  const labels = useMemo(() => new Map<string, string>(JSON.parse(key)), [key]);
  const names = useMemo(() => [...labels.keys()], [labels]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(names.slice(LINES_AT_FIRST)));
  const frame = useChartFrame(readings, names, hidden, view, width);
  const gaps = names.map((name) => gapAfterMs(readings.samples.series(name).times, expectedIntervalMs)).join();
  const lines = useMemo(() => {
    const gapMs = gaps.split(',').map(Number);
    return names
      .map((metric, index) => ({
        metric,
        label: labels.get(metric) ?? metric,
        style: lineStyle(index),
        gapMs: gapMs[index] ?? 0,
      }))
      .filter(({ metric }) => !hidden.has(metric));
  }, [names, labels, hidden, gaps]);
  const toggle = (name: string) =>
    setHidden((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });

  const what = group.metrics.length === 1 ? (group.metrics[0]?.label ?? '') : `Metrics in ${group.unit}`;
  const title = `${group.metrics.map(({ label }) => label).join(', ')}, ${viewInWords(time, zone)}`;
  const next = useCallback(
    (atMs: number, direction: -1 | 1) =>
      nextMoment(
        lines.map(({ metric }) => readings.samples.series(metric).times),
        atMs,
        direction,
      ),
    [lines, readings],
  );
  const describe = (atMs: number) => {
    const values = group.metrics
      .filter(({ name }) => !hidden.has(name))
      .map(({ name, label, unit }) => {
        const line = lines.find(({ metric }) => metric === name);
        const read = numberAt(readings.samples.series(name), atMs, line?.gapMs ?? 0, frame);
        return `${label} ${read ? `${write(read.value)} ${unit}`.trim() : 'not measured'}`;
      });
    return `${formatTime(atMs, 'moment', zone)}: ${values.join(', ')}`;
  };
  const Icon = asTable ? ChartLine : Table2;
  return (
    <section aria-label={what} className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 flex-1 grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-4 gap-y-3">
          {group.metrics.map((metric, index) => (
            <LegendRow
              key={metric.name}
              {...{ readings, metric, view, write, oldAfterMs, bounds: frame }}
              style={group.metrics.length === 1 ? null : lineStyle(index)}
              shown={!hidden.has(metric.name)}
              {...(group.metrics.length > 1 && { onToggle: () => toggle(metric.name) })}
              summary={frame.summaries[index] ?? { count: 0, low: 0, high: 0 }}
              gapMs={lines.find((line) => line.metric === metric.name)?.gapMs ?? 0}
            />
          ))}
        </div>
        <div className="flex">
          <DownloadCsv {...{ thingName, what, readings, time }} metrics={group.metrics} />
          <button
            type="button"
            aria-pressed={asTable}
            aria-label={`${what} as a table`}
            title={asTable ? 'Show the chart' : 'Show a table'}
            onClick={() => setAsTable(!asTable)}
            className="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-raised hover:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        </div>
      </div>
      {asTable &&
        group.metrics.map(({ name, label, unit }) => (
          <div key={name}>
            {group.metrics.length > 1 && <h4 className="text-sm font-medium">{label}</h4>}
            <ReadingTable {...{ readings, label, unit }} metric={name} bounds={frame} shape={momentShape(view)} />
          </div>
        ))}
      {!asTable && (
        <div ref={setHost} className="relative w-full" style={{ height: CHART.height }}>
          {host && width > 0 && <MetricChart {...{ readings, title, frame, lines, host, width }} />}
          <TimeCursor
            bounds={frame}
            label={`${what}: moment`}
            {...{ next, describe }}
            onZoom={time.showRange}
            onZoomBy={time.zoomBy}
            top={CHART.top}
            bottom={CHART.bottom}
          />
          {frame.summaries.every(({ count }) => count === 0) && <EmptyChart {...{ readings, group, time }} />}
        </div>
      )}
    </section>
  );
}

/** Says over an empty chart whether it is still loading or whether there is nothing. */
function EmptyChart({ readings, group, time }: Pick<MetricPanelProps, 'readings' | 'group' | 'time'>) {
  const { complete, failure } = useStore(readings.status);
  if (!complete && failure === null)
    return <div role="status" aria-label="Loading readings" className="skeleton absolute inset-0 opacity-70" />;
  const newest = Math.max(...group.metrics.map(({ metric }) => metric.observedAt));
  return (
    <p className="pointer-events-none absolute inset-0 grid place-items-center bg-surface text-center text-sm text-ink-soft">
      {time.view.kind === 'fixed' ? 'No reading in this range.' : `No reading in the last ${time.window.label}.`} The
      newest came {formatAge(Date.now() - newest)}.
    </p>
  );
}
