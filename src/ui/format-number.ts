// Measured numbers, short enough to scan and never falsely precise.

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const tiny = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });

/**
 * Writes a number with what a reader can use: no decimals from 1,000 on, two below, three significant digits under
 * 0.01. Numbers beyond 15 digits are written in powers of ten. A minus is a minus (U+2212) and not a hyphen: it is as wide as
 * a digit and starts no new line.
 */
export function formatNumber(value: number): string {
  return Number.isFinite(value) ? inDigits(value).replaceAll('-', '−') : '–';
}

function inDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(2);
  if (size >= 1000) return whole.format(value);
  if (size > 0 && size < 0.01) return tiny.format(value);
  return fine.format(value);
}
