// Draws a decimated line on a canvas.
import type { Stretch } from './decimate';

/** Where the plot lies on the canvas and how values become pixels. */
export interface Plot {
  left: number;
  top: number;
  width: number;
  height: number;
  x: (epochMs: number) => number;
  y: (value: number) => number;
}

/** How a line looks; `filled` gives it a faint ground, which only a line that is alone can have. */
export interface Pen {
  color: string;
  dash: readonly number[];
  filled: boolean;
}

const OVERHANG = 3;
// Of a line that is shorter than this nothing would be seen.
const SHORTEST = 2;

/** Draws the stretches of one line; a reading that stands alone, or a few that lie on one pixel, becomes a dot. */
export function drawLine(context: CanvasRenderingContext2D, stretches: readonly Stretch[], plot: Plot, pen: Pen) {
  context.save();
  context.beginPath();
  // A value on the axis's end must not lose half its stroke.
  context.rect(plot.left, plot.top - OVERHANG, plot.width, plot.height + 2 * OVERHANG);
  context.clip();
  // A line that goes up and down within each pixel would become a slab. Round corners and the wash below it cost more than
  // the line itself, and on one as dense as this nobody sees them.
  const isDense = stretches.reduce((sum, stretch) => sum + stretch.length / 2, 0) > plot.width;
  context.lineWidth = isDense ? 1.1 : 1.75;
  context.lineJoin = isDense ? 'bevel' : 'round';
  context.strokeStyle = pen.color;
  context.fillStyle = pen.color;
  context.setLineDash([...pen.dash]);
  const floor = plot.top + plot.height;
  for (const stretch of stretches) {
    const firstX = plot.x(stretch[0] as number);
    if (plot.x(stretch.at(-2) as number) - firstX < SHORTEST) {
      context.beginPath();
      context.arc(firstX, plot.y(stretch[1] as number), 2, 0, 2 * Math.PI);
      context.fill();
      if (stretch.length === 2) continue;
    }
    const path = new Path2D();
    path.moveTo(firstX, plot.y(stretch[1] as number));
    for (let at = 2; at < stretch.length; at += 2) {
      path.lineTo(plot.x(stretch[at] as number), plot.y(stretch[at + 1] as number));
    }
    if (pen.filled && !isDense) {
      const fill = new Path2D(path);
      fill.lineTo(plot.x(stretch.at(-2) as number), floor);
      fill.lineTo(firstX, floor);
      context.globalAlpha = 0.08;
      context.fill(fill);
      context.globalAlpha = 1;
    }
    context.stroke(path);
  }
  context.restore();
}
