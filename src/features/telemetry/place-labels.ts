// Where the names at the ends of lines stand, so that none covers another.

/**
 * Returns for each wanted height a height near it such that any two are at least `apart` away from each other and all lie
 * between `top` and `bottom`, in the order of the wanted ones. All in CSS pixels, downwards. Where there is no room for
 * all of them they stand closer.
 */
export function placeLabels(wanted: readonly number[], top: number, bottom: number, apart: number): number[] {
  const step = Math.min(apart, (bottom - top) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const placed = [...wanted];
  let least = top;
  for (const index of order) {
    placed[index] = Math.max(least, placed[index] as number);
    least = (placed[index] as number) + step;
  }
  let most = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(most, placed[index] as number);
    most = (placed[index] as number) - step;
  }
  return placed;
}
