// What a door sensor tells when it wakes.
import type { Metrics } from '../../../domain/telemetry/telemetry-sample';
import { hashed, jitter, rounded } from './noise';

const DAY_MS = 24 * 3600_000;

/** Returns a door sensor's reading: open about a third of the time, never for longer than a few wakings. */
export function doorReading(seed: number, name: string, atMs: number): Metrics {
  const age = atMs / (90 * DAY_MS);
  return {
    open: hashed(seed, `${name} open`, Math.floor(atMs / 45_000)) < 0.35,
    batteryPercent: rounded(95 - 60 * (age - Math.floor(age)), 1),
    rssiDbm: Math.round(-71 + 4 * jitter(seed, `${name} rssi`, Math.floor(atMs / 1000))),
  };
}
