// Writes the names of lines at their ends, so that nobody needs colours or patterns to tell them apart.
import type { Stretch } from './decimate';
import type { Plot } from './draw-line';
import { placeLabels } from './place-labels';

/** A line's name, the colour of the line, and what is drawn of it. */
export interface LineLabel {
  text: string;
  color: string;
  stretches: readonly Stretch[];
}

const SIZE = 12;
const APART = SIZE + 2;
const ABOVE = 10;
const HALO = 3;
const LONGEST = 18;

/** Draws each name above the right end of its line; `ground` is the colour behind the chart. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly LineLabel[],
  plot: Plot,
  family: string,
  ground: string,
) {
  const right = plot.left + plot.width;
  const ends = labels.flatMap(({ text, color, stretches }) => {
    const last = stretches.at(-1);
    if (!last) return [];
    const [atMs, value] = last.slice(-2) as [number, number];
    return [{ text: shorten(text), color, x: Math.min(right, plot.x(atMs)), y: plot.y(value) - ABOVE }];
  });
  const heights = placeLabels(
    ends.map(({ y }) => y),
    plot.top + SIZE / 2,
    plot.top + plot.height - SIZE / 2,
    APART,
  );
  context.save();
  context.font = `500 ${SIZE}px ${family}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = HALO;
  context.strokeStyle = ground;
  for (const [index, { text, color, x }] of ends.entries()) {
    const endX = Math.max(x, plot.left + context.measureText(text).width + HALO);
    const y = heights[index] as number;
    context.strokeText(text, endX, y);
    context.fillStyle = color;
    context.fillText(text, endX, y);
  }
  context.restore();
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
