// The frame of a chart as time passes and readings come.
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { zoneOffsetMs } from '../../ui/time-offset';
import { timeTicks } from '../../ui/time-ticks';
import { boundsOf, spanOf, type TimeView } from '../../ui/time-view';
import { zoneChoice } from '../../ui/time-zone';
import { type ChartFrame, chartFrame, isSameFrame } from './chart-frame';
import { takeTurns } from './frame-turns';
import type { TelemetryCollection } from './telemetry-collection';

// The day belongs to the label where more than one is shown.
const PIXELS_PER_TICK = 90;

/** Returns the frame of metrics in what a view shows. It is made anew once a second, in turn with the page's other charts. */
export function useChartFrame(
  readings: TelemetryCollection,
  metrics: readonly string[],
  hidden: ReadonlySet<string>,
  view: TimeView,
  width: number,
): ChartFrame {
  const zone = useStore(zoneChoice, (state) => state.zone);
  const makeFrame = useCallback(() => {
    const bounds = boundsOf(view, Date.now());
    const ticks = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
    return chartFrame(
      metrics.map(readings.samples.series),
      metrics.map((metric) => !hidden.has(metric)),
      bounds,
      timeTicks(bounds.fromMs, bounds.toMs, ticks, (moment) => zoneOffsetMs(moment, zone)),
    );
  }, [readings, metrics, hidden, view, width, zone]);

  const [made, setMade] = useState(() => ({ by: makeFrame, frame: makeFrame() }));
  // Another view or width is shown at once, not at the chart's next turn.
  const current = made.by === makeFrame ? made : { by: makeFrame, frame: makeFrame() };
  if (current !== made) setMade(current);

  useEffect(() => {
    const redraw = () =>
      setMade((before) => {
        const frame = makeFrame();
        return before.by === makeFrame && isSameFrame(before.frame, frame) ? before : { by: makeFrame, frame };
      });
    // While what is shown is still on its way, its axis must not wait for the chart's turn.
    const { status } = readings;
    const stops = [
      takeTurns(redraw),
      status.subscribe(redraw),
      readings.onChange(() => {
        if (!status.getState().complete) redraw();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [makeFrame, readings]);
  return current.frame;
}

/** Says how moments are written in a view: with the day where it may be another one. */
export function momentShape(view: TimeView): 'clock' | 'moment' {
  return view.kind === 'fixed' || spanOf(view) > 6 * 3_600_000 ? 'moment' : 'clock';
}
