// Round numbers for axes. They change rarely while values do, so their labels repeat and need no new measuring.

/** Returns the step among 1, 2, 5 times a power of ten that divides `span` into at most `count` parts. */
export function niceStep(span: number, count: number): number {
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999999) ?? 10;
  return step * power;
}

/**
 * Returns round ticks that enclose `low` to `high`, ascending, about `count` of them; the first and the last are the
 * axis's ends. A constant value gets room on both sides.
 */
export function valueTicks(low: number, high: number, count = 4): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const room = low === high ? Math.abs(low) * 0.02 || 1 : 0;
  const step = niceStep(high - low + 2 * room, count);
  // What is never negative gets no negative axis.
  const first = Math.max(Math.floor((low - room) / step + 1e-9), low >= 0 ? 0 : Number.NEGATIVE_INFINITY);
  const last = Math.ceil((high + room) / step - 1e-9);
  // Multiplying integers keeps 0.3 from becoming 0.30000000000000004.
  const decimals = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(Math.min(100, decimals))),
  );
}
