// Keys that sort by time: how a moment begins a sort key.

const WIDTH = 15;

/**
 * Returns `epochMs` as 15 digits, so that texts sort as their moments do (good until the year 33658). Negative or
 * fractional moments are cut to 0 and to whole milliseconds.
 */
export function timeKey(epochMs: number): string {
  return String(Math.max(0, Math.trunc(epochMs))).padStart(WIDTH, '0');
}
