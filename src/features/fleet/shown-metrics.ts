// Which metrics a device shows, in which order, and how each is written.
import type { Capabilities } from '../../../domain/devices/device';
import type { DeviceLatest, LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { formatNumber } from '../../ui/format-number';

/** One metric with everything needed to show it. */
export interface ShownMetric {
  name: string;
  label: string;
  unit: string;
  metric: LatestMetric;
}

// Battery and signal have a place of their own on every line (domain/telemetry/well-known-metrics.ts).
const ELSEWHERE = new Set(['batteryPercent', 'battery_percent', 'battery', 'rssiDbm', 'rssi_dbm', 'rssi']);

/**
 * Returns the metrics of a device: those it declares first, in its order, then the others by name. Battery and signal
 * are left out when `withoutWellKnown` is set.
 */
export function shownMetrics(
  latest: DeviceLatest,
  capabilities: Capabilities | undefined,
  withoutWellKnown: boolean,
): ShownMetric[] {
  const declared = capabilities ? Object.keys(capabilities.metrics) : [];
  const place = new Map(declared.map((name, index) => [name, index]));
  return Object.entries(latest.metrics)
    .filter(([name]) => !(withoutWellKnown && ELSEWHERE.has(name)))
    .map(([name, metric]) => ({ name, metric, ...metricWords(name, capabilities) }))
    .sort((a, b) => {
      const order = (place.get(a.name) ?? declared.length) - (place.get(b.name) ?? declared.length);
      return order || (a.name < b.name ? -1 : 1);
    });
}

/** Returns the metrics with the one called `lead` first, as they are when there is none. */
export function leadFirst(metrics: ShownMetric[], lead: string | null): ShownMetric[] {
  const first = lead === null ? undefined : metrics.find(({ name }) => name === lead);
  return first ? [first, ...metrics.filter((metric) => metric !== first)] : metrics;
}

/** Returns how a metric is called and its unit: as the device declares it, else its bare name. */
export function metricWords(name: string, capabilities: Capabilities | undefined): { label: string; unit: string } {
  const declared = capabilities && Object.hasOwn(capabilities.metrics, name) ? capabilities.metrics[name] : undefined;
  return { label: declared?.label ?? name, unit: writeUnit(declared?.unit ?? '') };
}

/** Writes a value without its unit. */
export function writeValue(value: MetricValue): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' ? '(empty)' : value;
}

// Capabilities are often typed on keyboards without a degree sign.
const UNITS: Record<string, string> = { degC: '°C', degF: '°F', celsius: '°C', percent: '%', pct: '%', '%RH': '% RH' };

function writeUnit(unit: string): string {
  return Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? unit) : unit;
}
