// A gateway speaks for its children and may have no readings of its own; that it was heard is worth knowing.
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { StoredLatest } from './ports';

// Every batch would be a write per gateway; this keeps "last heard" honest to within ten seconds.
const EVERY_MS = 10_000;

/**
 * Returns, for each gateway heard at least 10 s after what `stored` knows, a reading without metrics: merged, it moves
 * the gateway's times and nothing else. Never stored as a sample.
 */
export function gatewaySignsOfLife(
  heard: ReadonlyMap<string, number>,
  stored: ReadonlyMap<string, StoredLatest>,
): TelemetrySample[] {
  return [...heard]
    .filter(([gateway, at]) => at - (stored.get(gateway)?.latest.receivedAt ?? Number.NEGATIVE_INFINITY) >= EVERY_MS)
    .map(([gateway, at]) => ({
      thingName: gateway,
      sampleId: '',
      observedAt: at,
      receivedAt: at,
      clockRejected: false,
      metrics: {},
    }));
}
