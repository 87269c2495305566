// The two metrics that every device list shows, whatever a device calls them.
import type { LatestMetric } from './device-latest';

const BATTERY_NAMES = ['batteryPercent', 'battery_percent', 'battery'];
const RSSI_NAMES = ['rssiDbm', 'rssi_dbm', 'rssi'];

/**
 * Returns the newest battery charge in percent and signal strength in dBm among a thing's metrics, each null when no
 * metric says so. A number that cannot be what its name says (a battery beyond 0-100 is a voltage in disguise; a signal
 * is below 0 dBm) is passed over. Of two names with the same time the more precise one wins.
 */
export function wellKnownMetrics(metrics: Readonly<Record<string, LatestMetric>>): {
  batteryPercent: number | null;
  rssiDbm: number | null;
} {
  return {
    batteryPercent: newestOf(metrics, BATTERY_NAMES, 0, 100),
    rssiDbm: newestOf(metrics, RSSI_NAMES, -200, 0),
  };
}

function newestOf(
  metrics: Readonly<Record<string, LatestMetric>>,
  names: readonly string[],
  least: number,
  most: number,
): number | null {
  let newest: { value: number; observedAt: number } | null = null;
  for (const name of names) {
    const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
    if (!metric || typeof metric.value !== 'number' || metric.value < least || metric.value > most) continue;
    if (!newest || metric.observedAt > newest.observedAt)
      newest = { value: metric.value, observedAt: metric.observedAt };
  }
  return newest?.value ?? null;
}
