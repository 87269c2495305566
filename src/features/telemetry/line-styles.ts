// How the lines of one chart are told apart: by colour and by pattern, so that neither is needed alone.

/** `ink` is a class that sets the colour; `dash` is in CSS pixels, empty for a solid line. */
export interface LineStyle {
  ink: string;
  dash: readonly number[];
}

const INKS = [
  'text-series-1',
  'text-series-2',
  'text-series-3',
  'text-series-4',
  'text-series-5',
  'text-series-6',
] as const;
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4], [2, 3, 2, 7]];

/** How many lines a chart draws unless asked for more; beyond them nobody can follow one. */
export const LINES_AT_FIRST = INKS.length;

/** Returns the style of the line at `index` of a chart. Neighbours differ in both; 36 lines differ in at least one. */
export function lineStyle(index: number): LineStyle {
  const ink = INKS[index % INKS.length] ?? INKS[0];
  const dash = DASHES[(index + Math.floor(index / INKS.length)) % DASHES.length] ?? [];
  return { ink, dash };
}
