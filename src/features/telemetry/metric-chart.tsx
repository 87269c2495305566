// Numeric metrics of one unit over time. The library draws axes and grid once a second at most; the lines are ours.
import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import { useStore } from 'zustand';
import { formatNumber } from '../../ui/format-number';
import { formatTime } from '../../ui/format-time';
import { LANE } from '../../ui/time-lane';
import { zoneOffsetMs } from '../../ui/time-offset';
import { tickShape } from '../../ui/time-ticks';
import { zoneChoice } from '../../ui/time-zone';
import type { ChartFrame } from './chart-frame';
import { LiveLines, type ShownLine } from './live-lines';
import type { TelemetryCollection } from './telemetry-collection';

/** How high a chart is, and the room above and below its plot; CSS pixels. */
export const CHART = { height: 176, top: 8, bottom: 24 } as const;
const MARGIN = { top: CHART.top, right: LANE.right, bottom: 0, left: 0 };

interface MetricChartProps {
  readings: TelemetryCollection;
  /** For screen readers: what the chart shows. */
  title: string;
  frame: ChartFrame;
  lines: readonly ShownLine[];
  /** The element that the chart fills, and its width in CSS pixels. */
  host: HTMLElement;
  width: number;
}

/** A chart with its axes. A reading alone does not render it again: its lines are drawn by LiveLines. */
export const MetricChart = memo(DrawnChart, isDrawnTheSame);

// How many readings there are, and their least and most, change all the time and draw nothing.
function isDrawnTheSame(before: MetricChartProps, after: MetricChartProps): boolean {
  const { frame: one, ...others } = before;
  const { frame: other, ...otherOthers } = after;
  const sameAxes = one.fromMs === other.fromMs && one.toMs === other.toMs;
  const sameTicks = one.xTicks.join() === other.xTicks.join() && one.yTicks.join() === other.yTicks.join();
  const names = Object.keys(others) as (keyof typeof others)[];
  return sameAxes && sameTicks && names.every((name) => others[name] === otherOthers[name]);
}

function DrawnChart({ readings, title, frame, lines, host, width }: MetricChartProps) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  const { fromMs, toMs, xTicks, yTicks } = frame;
  const low = yTicks[0] ?? 0;
  const high = yTicks.at(-1) ?? 1;
  const stepMs = (xTicks[1] ?? toMs) - (xTicks[0] ?? fromMs);
  const corners = useMemo(
    () => [
      { time: fromMs, value: low },
      { time: toMs, value: high },
    ],
    [fromMs, toMs, low, high],
  );
  return (
    <LineChart
      width={width}
      height={CHART.height}
      data={corners}
      margin={MARGIN}
      title={title}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--color-line)" />
      <XAxis
        dataKey="time"
        height={CHART.bottom}
        type="number"
        scale="time"
        domain={[fromMs, toMs]}
        ticks={xTicks}
        interval={0}
        allowDataOverflow
        tickFormatter={(time: number) =>
          formatTime(
            time,
            tickShape(time, stepMs, (moment) => zoneOffsetMs(moment, zone)),
            zone,
          )
        }
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: 'var(--color-line)' }}
      />
      <YAxis
        domain={[low, high]}
        ticks={yTicks}
        interval={0}
        allowDataOverflow
        width={LANE.left}
        tickFormatter={formatNumber}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {/* Invisible: axes without any line have no scale. */}
      <Line dataKey="value" stroke="none" dot={false} activeDot={false} isAnimationActive={false} />
      <LiveLines
        host={host}
        width={width}
        height={CHART.height}
        fromMs={fromMs}
        toMs={toMs}
        low={low}
        high={high}
        lines={lines}
        series={readings.samples.series}
        onChange={readings.onChange}
      />
    </LineChart>
  );
}

const TICK = { fill: 'var(--color-ink-soft)', fontSize: 12 };
