// Bands over a time axis: states rather than numbers.
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { classNames } from './class-names';
import { type Band, drawBands, placeBands } from './draw-bands';
import { formatTime } from './format-time';
import { LANE } from './time-lane';
import { zoneOffsetMs } from './time-offset';
import { tickShape, timeStep, timeTicks } from './time-ticks';
import type { TimeBounds } from './time-view';
import { zoneChoice } from './time-zone';

/** How high a band and the axis below it are, CSS pixels. */
export const BAND = { height: 32, axis: 22 } as const;
const PIXELS_PER_TICK = 90;

interface TimeBandProps {
  bounds: TimeBounds;
  bands: readonly Band[];
  /** Classes that set the colours to which the bands' `ink` numbers refer. */
  inks: readonly string[];
}

/** A row of bands with its time axis. It says nothing to a screen reader: put what it shows beside it, too. */
export function TimeBand({ bounds, bands, inks }: TimeBandProps) {
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = useRef<HTMLSpanElement>(null);
  const [width, setWidth] = useState(0);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width === 0) return;
    const draw = () => {
      const pixels = window.devicePixelRatio || 1;
      element.width = Math.round(width * pixels);
      element.height = Math.round(BAND.height * pixels);
      context.setTransform(pixels, 0, 0, pixels, 0, 0);
      const [text = '', ...mixed] = [...(colors.current?.children ?? [])].map((ink) => getComputedStyle(ink).color);
      drawBands(context, placeBands(bands, bounds.fromMs, bounds.toMs, width), BAND.height, mixed, text);
    };
    draw();
    // A lost link or another theme changes the colours.
    element.addEventListener('transitionend', draw);
    return () => element.removeEventListener('transitionend', draw);
  }, [bands, bounds, width]);

  return (
    <div aria-hidden="true" style={{ paddingLeft: LANE.left, paddingRight: LANE.right }}>
      <div ref={host} className="rounded-sm bg-raised/60" style={{ height: BAND.height }}>
        <canvas ref={canvas} className="live-value size-full text-accent transition-colors duration-100" />
        <span ref={colors} hidden>
          <i className="text-ink" />
          {inks.map((ink) => (
            <i key={ink} className={classNames('live-value', ink)} />
          ))}
          <i className="text-surface" />
        </span>
      </div>
      <Axis bounds={bounds} width={width} />
    </div>
  );
}

function Axis({ bounds: { fromMs, toMs }, width }: { bounds: TimeBounds; width: number }) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  if (width === 0) return <div style={{ height: BAND.axis }} />;
  const count = Math.max(2, Math.floor((width + LANE.left + LANE.right) / PIXELS_PER_TICK));
  const offsetAt = (moment: number) => zoneOffsetMs(moment, zone);
  const step = timeStep(fromMs, toMs, count);
  return (
    <div className="relative text-xs text-ink-soft" style={{ height: BAND.axis }}>
      {timeTicks(fromMs, toMs, count, offsetAt).map((tick) => (
        <span
          key={tick}
          className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
          style={{ left: `${((tick - fromMs) / (toMs - fromMs)) * 100}%` }}
        >
          {formatTime(tick, tickShape(tick, step, offsetAt), zone)}
        </span>
      ))}
    </div>
  );
}
