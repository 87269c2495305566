// The lines themselves: a canvas above the plot area, aligned by the chart's own scales, redrawn when readings come. React and
// the chart library take no part in a reading.
import { useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { classNames } from '../../ui/class-names';
import type { TimeBounds } from '../../ui/time-view';
import { decimate } from './decimate';
import { drawLabels } from './draw-labels';
import { drawLine, type Plot } from './draw-line';
import type { LineStyle } from './line-styles';
import type { Series } from './sample-window';

/** One line of the chart. */
export interface ShownLine {
  metric: string;
  /** What it is called at its right end; there where it has company only. */
  label: string;
  style: LineStyle;
  gapMs: number;
}

interface LiveLinesProps extends TimeBounds {
  /** The element that the canvas covers; the chart's own size. */
  host: HTMLElement;
  width: number;
  height: number;
  low: number;
  high: number;
  lines: readonly ShownLine[];
  series: (metric: string) => Series;
  /** Calls its listener after readings came; returns what stops it. */
  onChange: (listener: () => void) => () => void;
}

/** Draws the lines over the chart they are a child of. */
export function LiveLines(props: LiveLinesProps) {
  const { host, width, height, fromMs, toMs, low, high, lines, series, onChange } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const inks = useRef<HTMLSpanElement>(null);
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();

  // Every render is a new frame, and a new frame needs new lines: no dependencies.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    const plot = area && x && y ? plotOf(area, x, y, { fromMs, toMs, low, high }) : null;
    if (!element || !context || !plot) return;
    const pixels = window.devicePixelRatio || 1;
    if (element.width !== Math.round(width * pixels)) element.width = Math.round(width * pixels);
    if (element.height !== Math.round(height * pixels)) element.height = Math.round(height * pixels);
    let colors: string[] = [];
    let ground = '';
    const family = getComputedStyle(element).fontFamily;
    const mix = () => {
      colors = [...(inks.current?.children ?? [])].map((ink) => getComputedStyle(ink).color);
      ground = colors.pop() ?? '';
    };
    const draw = () => {
      context.setTransform(pixels, 0, 0, pixels, 0, 0);
      context.clearRect(0, 0, width, height);
      const drawn = lines.map(({ metric, label, style, gapMs }, index) => {
        const stretches = decimate(series(metric), fromMs, toMs, plot.width, gapMs);
        const color = colors[index] ?? '';
        drawLine(context, stretches, plot, { color, dash: style.dash, filled: lines.length === 1 });
        return { text: label, color, stretches };
      });
      if (drawn.length > 1) drawLabels(context, drawn, plot, family, ground);
    };
    const redraw = () => {
      mix();
      draw();
    };
    redraw();
    const stop = onChange(draw);
    // A lost link or another theme changes the colours without a reading.
    element.addEventListener('transitionend', redraw);
    return () => {
      stop();
      element.removeEventListener('transitionend', redraw);
    };
  });

  return createPortal(
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      <canvas ref={canvas} className="live-value size-full text-accent transition-colors duration-100" />
      <span ref={inks} hidden>
        {lines.map(({ metric, style }) => (
          <i key={metric} className={classNames('live-value', style.ink)} />
        ))}
        <i className="text-surface" />
      </span>
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
