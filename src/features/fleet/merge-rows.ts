// Two rows about the same thing to one: forward only, so that the feed and the snapshot may come in any order.
import { decidePresence } from '../../../domain/presence/decide-presence';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { DeviceLatest, LatestMetric } from '../../../domain/telemetry/device-latest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';

/**
 * Returns the newest of both rows, metric by metric: an older reading never overwrites a newer one. The same rows in any
 * order and any repetition give the same result. Returns `current` itself when `incoming` says nothing new.
 */
export function mergeLatest(current: DeviceLatest | null, incoming: DeviceLatest): DeviceLatest {
  if (!current) return incoming;
  let metrics = current.metrics;
  for (const [name, metric] of Object.entries(incoming.metrics)) {
    const known = Object.hasOwn(current.metrics, name) ? current.metrics[name] : undefined;
    if (known && compareMetrics(metric, known) <= 0) continue;
    if (metrics === current.metrics) metrics = { ...metrics };
    metrics[name] = metric;
  }
  // What is said of the device as a whole comes from the row that arrived last.
  const newer = compareRows(incoming, current) > 0;
  if (!newer && metrics === current.metrics) return current;
  return { ...(newer ? incoming : current), metrics };
}

/**
 * Returns whichever row decides the thing's presence, by the domain's rule for connections; a later state of the same
 * connection (it went stale) wins by its beginning. Returns `current` itself when `incoming` is not newer.
 */
export function mergePresence(current: DevicePresence | null, incoming: DevicePresence): DevicePresence {
  if (!current) return incoming;
  const sameEvent =
    current.sessionIdentifier === incoming.sessionIdentifier &&
    current.versionNumber === incoming.versionNumber &&
    current.eventType === incoming.eventType;
  if (sameEvent) {
    const later = incoming.since - current.since || compareTexts(incoming.presence, current.presence);
    return later > 0 ? incoming : current;
  }
  const { next } = decidePresence(current, {
    thingName: incoming.thingName,
    eventType: incoming.eventType,
    at: incoming.eventAt,
    sessionIdentifier: incoming.sessionIdentifier,
    versionNumber: incoming.versionNumber,
    disconnectReason: incoming.reason,
    clientInitiated: false,
  });
  return next ? incoming : current;
}

function compareRows(a: DeviceLatest, b: DeviceLatest): number {
  return (
    a.observedAt - b.observedAt ||
    a.receivedAt - b.receivedAt ||
    Number(a.clockRejected) - Number(b.clockRejected) ||
    (a.batteryPercent ?? -1) - (b.batteryPercent ?? -1) ||
    (a.rssiDbm ?? -999) - (b.rssiDbm ?? -999) ||
    compareTexts(a.gateway ?? '', b.gateway ?? '')
  );
}

function compareMetrics(a: LatestMetric, b: LatestMetric): number {
  if (a.observedAt !== b.observedAt) return a.observedAt - b.observedAt;
  return (
    compareValues(a.value, b.value) ||
    compareNumbers(a.recent, b.recent) ||
    // The feed leaves the times out; the snapshot's row has them and says more.
    compareNumbers(a.recentAt ?? [], b.recentAt ?? [])
  );
}

const KIND_ORDER = { boolean: 0, number: 1, string: 2 };

// The same order as the writer's, so that of two values at one moment both keep the same.
function compareValues(a: MetricValue, b: MetricValue): number {
  const kinds = KIND_ORDER[typeof a as keyof typeof KIND_ORDER] - KIND_ORDER[typeof b as keyof typeof KIND_ORDER];
  if (kinds !== 0) return kinds;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((number, index) => number !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
