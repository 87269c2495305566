// The line itself: a canvas above the plot area, aligned by the chart's own scales, redrawn when readings come. React and
// the chart library take no part in a reading.
import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { decimate } from './decimate';
import { drawLine, type Plot } from './draw-line';
import type { Series } from './sample-window';

interface LiveLineProps {
  /** The element that the canvas covers; the chart's own size. */
  host: HTMLElement;
  width: number;
  height: number;
  fromMs: number;
  toMs: number;
  low: number;
  high: number;
  gapMs: number;
  series: () => Series;
  /** Calls its listener after readings came; returns what stops it. */
  onChange: (listener: () => void) => () => void;
}

/** Draws a series over the chart it is a child of. */
export function LiveLine(props: LiveLineProps) {
  const { host, width, height, fromMs, toMs, low, high, gapMs, series, onChange } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();

  // Every render is a new frame, and a new frame needs a new line: no dependencies.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    const plot = area && x && y ? plotOf(area, x, y, { fromMs, toMs, low, high }) : null;
    if (!element || !context || !plot) return;
    const pixels = window.devicePixelRatio || 1;
    if (element.width !== Math.round(width * pixels)) element.width = Math.round(width * pixels);
    if (element.height !== Math.round(height * pixels)) element.height = Math.round(height * pixels);
    const draw = () => {
      context.setTransform(pixels, 0, 0, pixels, 0, 0);
      context.clearRect(0, 0, width, height);
      const stretches = decimate(series(), fromMs, toMs, plot.width, gapMs);
      drawLine(context, stretches, plot, getComputedStyle(element).color);
    };
    draw();
    const stop = onChange(draw);
    // A lost link or another theme changes the colour without a reading.
    element.addEventListener('transitionend', draw);
    return () => {
      stop();
      element.removeEventListener('transitionend', draw);
    };
  });

  return createPortal(
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      <canvas ref={canvas} className="live-value size-full text-accent transition-colors duration-100" />
    </div>,
    host,
  );
}

type Scale = (value: number) => number | undefined;

function plotOf(
  area: { x: number; y: number; width: number; height: number },
  xScale: Scale,
  yScale: Scale,
  range: { fromMs: number; toMs: number; low: number; high: number },
): Plot | null {
  const [left, right] = [xScale(range.fromMs), xScale(range.toMs)];
  const [bottom, top] = [yScale(range.low), yScale(range.high)];
  if (left === undefined || right === undefined || bottom === undefined || top === undefined) return null;
  // Both scales are linear: two points say all, and calling the library per reading would not.
  const perMs = (right - left) / (range.toMs - range.fromMs);
  const perUnit = (top - bottom) / (range.high - range.low || 1);
  return {
    left: area.x,
    top: area.y,
    width: area.width,
    height: area.height,
    x: (epochMs) => left + (epochMs - range.fromMs) * perMs,
    y: (value) => bottom + (value - range.low) * perUnit,
  };
}
