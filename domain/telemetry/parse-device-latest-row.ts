// DeviceLatest as it comes from the API, the table or the fleet feed.
import { asRow, jsonField, numberField, type Row, textField } from '../rows/row-fields';
import type { DeviceLatest, LatestMetric } from './device-latest';
import { isMetricName, metricValue } from './parse-metrics';
import { decodeRecent } from './recent-text';

/**
 * Returns a thing's newest state from a row with `metrics` as JSON text or as an object, or undefined when what makes it
 * one is missing. A metric that cannot be understood is left out; the others stay. Recent numbers are in each metric (the
 * feed) or all in the row's `recent` (the table and the API).
 */
export function parseDeviceLatestRow(value: unknown): DeviceLatest | undefined {
  const row = asRow(value);
  const metrics = row && jsonField(row, 'metrics');
  const thingName = row && textField(row, 'thingName');
  const observedAt = row && numberField(row, 'observedAt');
  const receivedAt = row && numberField(row, 'receivedAt');
  if (!row || !metrics || !thingName || typeof observedAt !== 'number' || typeof receivedAt !== 'number') {
    return undefined;
  }
  return {
    thingName,
    gateway: textField(row, 'gateway'),
    observedAt,
    receivedAt,
    batteryPercent: numberField(row, 'batteryPercent'),
    rssiDbm: numberField(row, 'rssiDbm'),
    clockRejected: row.clockRejected === true,
    metrics: parseLatestMetrics(metrics, decodeRecent(row.recent)),
  };
}

function parseLatestMetrics(metrics: Row, recentOf: ReturnType<typeof decodeRecent>): Record<string, LatestMetric> {
  const parsed: Record<string, LatestMetric> = {};
  for (const [name, raw] of Object.entries(metrics)) {
    const metric = asRow(raw);
    const value = metric && metricValue(metric.value);
    const observedAt = metric && numberField(metric, 'observedAt');
    if (!isMetricName(name) || value === undefined || typeof observedAt !== 'number') continue;
    const told = Array.isArray(metric?.recent) ? { recent: metric.recent.filter(Number.isFinite) } : recentOf(name);
    parsed[name] = { value, observedAt, ...told };
  }
  return parsed;
}
