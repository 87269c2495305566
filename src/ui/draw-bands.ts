// Draws stretches of time on a canvas: what was, from when to when.

/** How a band is filled. `mixed`: so many short ones that none can be told from the next. */
export type BandLook = 'solid' | 'outline' | 'hatched' | 'mixed';

/** One stretch. Epoch ms; `label` is written inside where there is room, so that colour alone says nothing. */
export interface Band {
  fromMs: number;
  toMs: number;
  label: string;
  look: BandLook;
  /** Which of the inks. */
  ink: number;
}

/** A band in pixels. */
export interface PlacedBand extends Band {
  x: number;
  width: number;
}

const NARROWEST = 2;

/**
 * Returns bands in order of time as pixels between 0 and `width`. Neighbours that are each too narrow to be seen become one
 * mixed band: none of them is shown for what it is, and none is lost.
 */
export function placeBands(bands: readonly Band[], fromMs: number, toMs: number, width: number): PlacedBand[] {
  const perMs = width / (toMs - fromMs);
  const placed: PlacedBand[] = [];
  for (const band of bands) {
    if (band.toMs < fromMs || band.fromMs > toMs) continue;
    const x = (Math.max(band.fromMs, fromMs) - fromMs) * perMs;
    const end = (Math.min(band.toMs, toMs) - fromMs) * perMs;
    const next: PlacedBand = { ...band, x, width: Math.max(end - x, 0) };
    const before = placed.at(-1);
    const isNarrow = next.width < NARROWEST;
    const touches = before !== undefined && x - (before.x + before.width) < NARROWEST;
    if (before && touches && isNarrow && (before.look === 'mixed' || before.width < NARROWEST)) {
      before.width = Math.max(NARROWEST, end - before.x);
      before.toMs = band.toMs;
      before.look = 'mixed';
      before.label = '';
    } else {
      placed.push(next);
    }
  }
  return placed.map((band) => ({ ...band, width: Math.max(NARROWEST, band.width) }));
}

const HATCH = 6;

/** Draws placed bands over the whole height; `inks` are colours by number, `text` is that of labels. */
export function drawBands(
  context: CanvasRenderingContext2D,
  bands: readonly PlacedBand[],
  height: number,
  inks: readonly string[],
  text: string,
) {
  context.font = '500 12px Inter, ui-sans-serif, system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const { x, width, look, ink, label } of bands) {
    context.save();
    context.beginPath();
    context.roundRect(x, 0.5, Math.max(NARROWEST, width - 1), height - 1, Math.min(4, width / 2));
    context.clip();
    const color = inks[ink] ?? text;
    context.fillStyle = color;
    context.strokeStyle = color;
    context.globalAlpha = look === 'solid' ? 0.3 : 0.08;
    context.fill();
    context.globalAlpha = 1;
    if (look === 'hatched' || look === 'mixed') {
      context.lineWidth = 1.25;
      context.globalAlpha = 0.7;
      const slant = look === 'hatched' ? height : 0;
      const gap = look === 'hatched' ? HATCH : 3;
      context.beginPath();
      for (let at = Math.floor(x / gap) * gap - slant; at < x + width; at += gap) {
        context.moveTo(at, height);
        context.lineTo(at + slant, 0);
      }
      context.stroke();
      context.globalAlpha = 1;
    }
    context.lineWidth = 2;
    context.stroke();
    const wide = context.measureText(label).width;
    if (label !== '' && wide + 14 <= width) {
      if (look === 'hatched') {
        context.globalAlpha = 1;
        context.fillStyle = inks[inks.length - 1] ?? text;
        context.fillRect(x + 4, height / 2 - 8, wide + 6, 16);
      }
      context.fillStyle = text;
      context.fillText(label, x + 7, height / 2 + 0.5);
    }
    context.restore();
  }
}
