// What the inverters of a solar plant measure.
import type { Metrics } from '../../../domain/telemetry/telemetry-sample';
import { jitter, rounded, wandering } from './noise';
import { solarMidnightBefore, sunElevationSine } from './sun';

const MINUTE_MS = 60_000;
const ENERGY_STEP_MS = 5 * MINUTE_MS;

/** One inverter: where it stands and what its panels give at best, in watts. */
export interface Inverter {
  latitude: number;
  longitude: number;
  peakPowerW: number;
}

/** Returns an inverter's reading: a day curve by the sun's elevation, with clouds; nothing at night. */
export function solarReading(inverter: Inverter, plant: string, seed: number, name: string, atMs: number): Metrics {
  const dcPowerW = dcPower(inverter, plant, seed, atMs) * (1 + 0.01 * jitter(seed, `${name} power`, atMs));
  const load = dcPowerW / inverter.peakPowerW;
  const air = 14 + 5 * wandering(seed, `${plant} air`, atMs, 6 * 60 * MINUTE_MS);
  return {
    dcVoltageV: dcPowerW > 0 ? rounded(560 + 60 * Math.sqrt(load) + 4 * jitter(seed, `${name} voltage`, atMs), 1) : 0,
    dcPowerW: rounded(dcPowerW, 0),
    acPowerW: rounded(dcPowerW * efficiency(load), 0),
    energyTodayKwh: rounded(energyToday(inverter, plant, seed, atMs), 2),
    inverterTemperatureC: rounded(air + 32 * load + 0.3 * jitter(seed, `${name} heat`, atMs), 1),
  };
}

/** Panels follow the sun; below a few degrees above the horizon an inverter does not start. */
function dcPower(inverter: Inverter, plant: string, seed: number, atMs: number): number {
  const elevation = sunElevationSine(inverter.latitude, inverter.longitude, atMs);
  if (elevation <= 0.03) return 0;
  return inverter.peakPowerW * elevation ** 1.15 * sunThroughClouds(plant, seed, atMs);
}

/** One sky for the whole plant: 1 is clear, 0.25 a thick cloud; some hours are cloudier than others. */
function sunThroughClouds(plant: string, seed: number, atMs: number): number {
  const weather = (wandering(seed, `${plant} weather`, atMs, 150 * MINUTE_MS) + 1) / 2;
  const cloud = Math.max(0, wandering(seed, `${plant} cloud`, atMs, 3 * MINUTE_MS));
  return 1 - 0.75 * weather * cloud;
}

function efficiency(load: number): number {
  return load > 0 ? 0.975 - 0.02 * (1 - load) ** 4 : 0;
}

/** Integrates the day so far in steps, so that it is a function of the time alone and never falls before midnight. */
function energyToday(inverter: Inverter, plant: string, seed: number, atMs: number): number {
  let wattMs = 0;
  for (let from = solarMidnightBefore(inverter.longitude, atMs); from < atMs; from += ENERGY_STEP_MS) {
    const stepMs = Math.min(ENERGY_STEP_MS, atMs - from);
    const power = dcPower(inverter, plant, seed, from + ENERGY_STEP_MS / 2);
    wattMs += power * efficiency(power / inverter.peakPowerW) * stepMs;
  }
  return wattMs / 3_600_000_000;
}
