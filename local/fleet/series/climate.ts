// What an ESP32 climate sensor measures.
import type { Metrics } from '../../../domain/telemetry/telemetry-sample';
import { jitter, rounded, wandering } from './noise';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

/** How one sensor's room behaves. */
export interface Climate {
  /** Mean temperature in degC, and half the distance between the warmest and the coldest hour. */
  temperature: number;
  daySwing: number;
  /** Mean relative humidity in percent. */
  humidity: number;
  /** Mean signal strength in dBm. */
  rssiDbm: number;
  /** `full` drains over weeks; `low` falls below 20 percent within the first minute after the fleet's first start. */
  battery: 'full' | 'low';
}

/** Returns a sensor's reading. `firstStartMs` is when the fleet first ran; only the low battery looks at it. */
export function climateReading(
  climate: Climate,
  seed: number,
  name: string,
  atMs: number,
  firstStartMs: number,
): Metrics {
  // Warmest at three in the afternoon, UTC.
  const dayPhase = Math.cos(((atMs - 15 * HOUR_MS) / DAY_MS) * 2 * Math.PI);
  const drift = wandering(seed, `${name} temperature`, atMs, 40 * 60_000);
  const temperature =
    climate.temperature +
    climate.daySwing * dayPhase +
    0.8 * drift +
    0.4 * wandering(seed, `${name} breeze`, atMs, 90_000) +
    0.08 * jitter(seed, `${name} temperature`, atMs);
  // Warm air is relatively drier.
  const humidity =
    climate.humidity -
    1.5 * (climate.daySwing * dayPhase + drift) +
    2 * wandering(seed, `${name} humidity`, atMs, 25 * 60_000) +
    0.3 * jitter(seed, `${name} humidity`, atMs);
  const rssi = climate.rssiDbm + 6 * wandering(seed, `${name} rssi`, atMs, 60_000) + jitter(seed, `${name} rssi`, atMs);
  const battery = climate.battery === 'low' ? lowBattery(atMs - firstStartMs) : fullBattery(seed, name, atMs);
  return {
    temperature: rounded(temperature, 1),
    humidity: rounded(Math.min(100, Math.max(0, humidity)), 1),
    batteryPercent: rounded(battery, 1),
    rssiDbm: Math.round(Math.min(-30, Math.max(-95, rssi))),
  };
}

/** Six weeks from 100 percent to 16, then new cells; every device at another point of its life. */
function fullBattery(seed: number, name: string, atMs: number): number {
  const lifeMs = 42 * DAY_MS;
  // At most half way down, so that exactly one battery of a fresh fleet is low.
  const start = (wandering(seed, `${name} battery`, 0, 1) + 1) / 4;
  const age = atMs / lifeMs + start;
  return 100 - 84 * (age - Math.floor(age));
}

/** From 21 to 18 percent in the first minute, then slowly on; new cells when it is nearly empty. */
function lowBattery(sinceStartMs: number): number {
  if (sinceStartMs < 0) return Math.min(100, 21 - (2 * sinceStartMs) / HOUR_MS);
  if (sinceStartMs < 60_000) return 21 - (3 * sinceStartMs) / 60_000;
  const hours = (sinceStartMs - 60_000) / HOUR_MS;
  return hours < 36 ? 18 - 0.4 * hours : 100 - 2 * ((hours - 36) % 48);
}
