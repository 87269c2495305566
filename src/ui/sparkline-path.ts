// A few numbers as a line without axes.

/** The box that a path is drawn in. */
export const SPARKLINE_BOX = { width: 100, height: 30 };

// Half a stroke of room, so that the highest and the lowest point are not cut.
const ROOM = 2;

/**
 * Returns the `d` of an SVG path through `values` from left to right, the lowest at the bottom and the highest at the top
 * of the box; numbers that are all the same make a line in the middle. Null for fewer than two numbers.
 */
export function sparklinePath(values: readonly number[]): string | null {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Halves, because the difference of two huge numbers may be more than a number can be.
  const half = high / 2 - low / 2;
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * SPARKLINE_BOX.width;
    const share = half > 0 ? (value / 2 - low / 2) / half : 0.5;
    const y = ROOM + (1 - share) * (SPARKLINE_BOX.height - 2 * ROOM);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
