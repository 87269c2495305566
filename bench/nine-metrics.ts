// A device with as many metrics as a page of charts can hold.

const COUNT = 9;

/** Returns nine numbers, each a wave of its own, at step `index` of them. */
export function nineMetrics(index: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: COUNT }, (_, wave) => [
      `wave${wave + 1}`,
      Number((50 + 20 * Math.sin(index / 60 + wave) + 5 * Math.sin(index * 1.7)).toFixed(2)),
    ]),
  );
}
