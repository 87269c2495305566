// Readings as a file for a spreadsheet or a script: RFC 4180, UTF-8 without a byte order mark.
import type { MetricValue, TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { TimeBounds } from '../../ui/time-view';

/** A column of the file. */
export interface CsvMetric {
  name: string;
  label: string;
  unit: string;
}

/**
 * Returns the readings between two moments that have any of the metrics, oldest first, one line each: the time in ISO 8601
 * and as epoch ms, whether that time is the arrival's because the device's clock was wrong, and a column for each metric
 * with its unit in the header. Numbers are written in full; a metric that a reading lacks is empty.
 */
export function readingsCsv(
  samples: readonly TelemetrySample[],
  metrics: readonly CsvMetric[],
  { fromMs, toMs }: TimeBounds,
): string {
  const header = ['time (UTC)', 'time (epoch ms)', 'device clock rejected', ...metrics.map(columnName)];
  const lines = [header.map(textCell).join(',')];
  for (const { observedAt, clockRejected, metrics: values } of samples) {
    if (observedAt < fromMs || observedAt > toMs) continue;
    const cells = metrics.map(({ name }) => (Object.hasOwn(values, name) ? values[name] : undefined));
    if (cells.every((cell) => cell === undefined)) continue;
    lines.push([isoTime(observedAt), String(observedAt), String(clockRejected), ...cells.map(valueCell)].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Returns a file name that says what is inside and that every file system takes. */
export function csvFileName(thingName: string, what: string, { fromMs, toMs }: TimeBounds): string {
  const moment = (epochMs: number) => isoTime(epochMs).slice(0, 19).replaceAll(/[-:]/g, '');
  const words = [thingName, what].map((text) =>
    text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, ''),
  );
  return `${words.filter((word) => word !== '').join('_')}_${moment(fromMs)}Z_${moment(toMs)}Z.csv`.slice(-200);
}

function columnName({ name, label, unit }: CsvMetric): string {
  const words = label === name ? name : `${label} [${name}]`;
  return unit === '' ? words : `${words} (${unit})`;
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function valueCell(value: MetricValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? textCell(value) : String(value);
}

// What begins so is run as a formula by spreadsheets; tabs and line breaks are skipped before they look. An apostrophe makes
// it a text (OWASP, CSV injection).
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function textCell(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) || guarded !== text ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
