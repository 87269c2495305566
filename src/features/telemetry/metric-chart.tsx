// One numeric metric over time. The library draws axes, grid and tooltip once a second at most; the line is ours.
import { memo, useCallback, useEffect, useState } from 'react';
import { CartesianGrid, Line, LineChart, Tooltip, type TooltipContentProps, XAxis, YAxis } from 'recharts';
import { useStore } from 'zustand';
import { formatNumber } from '../../ui/format-number';
import { formatTime } from '../../ui/format-time';
import { zoneChoice } from '../../ui/time-zone';
import { type ChartFrame, chartFrame, isSameFrame } from './chart-frame';
import { gapAfterMs } from './decimate';
import { takeTurns } from './frame-turns';
import { LiveLine } from './live-line';
import type { TelemetryCollection } from './telemetry-collection';
import { useWidth } from './use-width';
import { zoneOffsetMs } from './zone-offset';

const HEIGHT = 190;
// On the right there is room for half a label, or a tick at the very edge is cut off.
const MARGIN = { top: 8, right: 28, bottom: 0, left: 0 };
const PIXELS_PER_TIME = 90;

interface MetricChartProps {
  readings: TelemetryCollection;
  metric: string;
  /** For screen readers: what the chart shows. */
  title: string;
  unit: string;
  windowMs: number;
  expectedIntervalMs: number | null;
}

/** A live line chart of one metric. A reading alone does not render it again: its line is drawn by LiveLine. */
export const MetricChart = memo(function MetricChart(props: MetricChartProps) {
  const { readings, metric, title, unit, windowMs, expectedIntervalMs } = props;
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const width = useWidth(host);
  const zone = useStore(zoneChoice, (state) => state.zone);
  const series = useCallback(() => readings.samples.series(metric), [readings, metric]);
  const gapMs = gapAfterMs(series().times, expectedIntervalMs);

  const makeFrame = useCallback((): ChartFrame => {
    const nowMs = Date.now();
    const ticks = Math.max(2, Math.floor(width / PIXELS_PER_TIME));
    return chartFrame(series(), nowMs, windowMs, gapMs, ticks, zoneOffsetMs(nowMs, zone));
  }, [series, windowMs, gapMs, width, zone]);

  const [frame, setFrame] = useState(makeFrame);
  useEffect(() => {
    const redraw = () => {
      const next = makeFrame();
      setFrame((before) => (isSameFrame(before, next) ? before : next));
    };
    redraw();
    return takeTurns(redraw);
  }, [makeFrame]);

  const low = frame.yTicks[0] ?? 0;
  const high = frame.yTicks.at(-1) ?? 1;
  return (
    <div ref={setHost} className="relative w-full" style={{ height: HEIGHT }}>
      {host && width > 0 && (
        <LineChart width={width} height={HEIGHT} data={frame.points} margin={MARGIN} title={title}>
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis
            dataKey="time"
            height={24}
            type="number"
            scale="time"
            domain={[frame.fromMs, frame.toMs]}
            ticks={frame.xTicks}
            interval={0}
            allowDataOverflow
            tickFormatter={(time: number) => formatTime(time, windowMs > 300_000 ? 'minute' : 'clock', zone)}
            tick={TICK}
            tickLine={false}
            axisLine={{ stroke: 'var(--color-line)' }}
          />
          <YAxis
            domain={[low, high]}
            ticks={frame.yTicks}
            interval={0}
            allowDataOverflow
            width={52}
            tickFormatter={formatNumber}
            tick={TICK}
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            wrapperStyle={ABOVE_THE_LINE}
            cursor={{ stroke: 'var(--color-ink-faint)', strokeDasharray: '3 3' }}
            content={(props) => <PointTooltip {...props} unit={unit} />}
          />
          {/* Invisible: it tells the tooltip where the points are. */}
          <Line
            dataKey="value"
            stroke="none"
            dot={false}
            activeDot={{ r: 4, fill: 'var(--color-accent)', stroke: 'var(--color-surface)', strokeWidth: 2 }}
            isAnimationActive={false}
          />
          <LiveLine
            host={host}
            width={width}
            height={HEIGHT}
            fromMs={frame.fromMs}
            toMs={frame.toMs}
            low={low}
            high={high}
            gapMs={gapMs}
            series={series}
            onChange={readings.onChange}
          />
        </LineChart>
      )}
    </div>
  );
});

const ABOVE_THE_LINE = { zIndex: 1 };
const TICK = { fill: 'var(--color-ink-soft)', fontSize: 12 };

function PointTooltip({ active, payload, label, unit }: TooltipContentProps & { unit: string }) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  const value: unknown = payload[0]?.value;
  if (!active || typeof value !== 'number' || typeof label !== 'number') return null;
  return (
    <div className="rounded-md border border-line bg-surface px-3 py-2 text-sm shadow-float">
      <div className="font-semibold">
        {formatNumber(value)} {unit && <span className="font-normal text-ink-soft">{unit}</span>}
      </div>
      <div className="text-xs text-ink-soft">{formatTime(label, 'full', zone)}</div>
    </div>
  );
}
