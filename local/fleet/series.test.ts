// Same seed, same series; and each device does what a visitor is meant to see.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMetricName } from '../../domain/telemetry/parse-metrics';
import { DEMO_DEVICES, type DemoDevice } from './demo-devices';
import { brokenMessageAt, messagesAt } from './series';
import { sunElevationSine } from './series/sun';

const NOON = Date.UTC(2025, 5, 21, 11, 20);
const MINUTE = 60_000;
const origin = { seed: 1, firstStartMs: NOON };
const device = (thingName: string): DemoDevice => {
  const found = DEMO_DEVICES.find((one) => one.thingName === thingName);
  if (!found) throw new Error(`There is no ${thingName}.`);
  return found;
};
const one = (thingName: string, atMs: number, from = origin) =>
  JSON.parse(messagesAt(device(thingName), from, atMs)[0]?.payload ?? '');
const inverter = (atMs: number, from = origin) => one('solar-plant-1', atMs, from).metrics;
const times = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('every series', () => {
  it('is a function of seed, device and time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), times, fc.constantFrom(...DEMO_DEVICES), (seed, at, which) => {
        const from = { seed, firstStartMs: NOON };
        expect(messagesAt(which, from, at)).toEqual(messagesAt(which, { ...from }, at));
      }),
    );
  });

  it('differs by seed and by device', () => {
    const readings = [1, 2].flatMap((seed) =>
      ['esp32-server-room', 'esp32-cold-store'].map((name) =>
        JSON.stringify([0, 1, 2].map((minute) => one(name, NOON + minute * MINUTE, { seed, firstStartMs: NOON }))),
      ),
    );
    expect(new Set(readings).size).toBe(4);
  });

  it('keeps to its declared range, metrics and topic, with its own timestamp', () => {
    fc.assert(
      fc.property(times, fc.constantFrom(...DEMO_DEVICES), (at, which) => {
        for (const message of messagesAt(which, origin, at)) {
          const { timestamp, plantId, deviceId, metrics, ...flat } = JSON.parse(message.payload);
          const readings = metrics ?? flat;
          const thingName = deviceId ? `${plantId}/${deviceId}` : which.thingName;
          const declared = which.rows.find((row) => row.thingName === thingName)?.capabilities.metrics ?? {};

          expect(new Date(timestamp).getTime()).toBe(at);
          expect(message.topic).toBe(deviceId ? `solar/${which.thingName}/data` : `${which.thingName}/telemetry`);
          expect(Object.keys(readings).sort()).toEqual(Object.keys(declared).sort());
          for (const [name, value] of Object.entries(readings)) {
            expect(isMetricName(name)).toBe(true);
            if (typeof value !== 'number') continue;
            expect(value).toBeGreaterThanOrEqual(declared[name]?.minimum ?? Number.NEGATIVE_INFINITY);
            expect(value).toBeLessThanOrEqual(declared[name]?.maximum ?? Number.POSITIVE_INFINITY);
          }
        }
      }),
    );
  });
});

describe('what a visitor sees within the first minute', () => {
  it('exactly one battery falling below 20 percent', () => {
    const climate = DEMO_DEVICES.filter(({ behaviour }) => behaviour.kind === 'climate').map((each) => each.thingName);
    const low = (at: number) => climate.filter((name) => one(name, at).batteryPercent < 20);
    expect(low(NOON - 1)).toEqual([]);
    expect(low(NOON + 40_000)).toEqual(['esp32-loading-dock']);
  });

  it('temperatures that move', () => {
    const seconds = Array.from({ length: 30 }, (_, index) => one('esp32-server-room', NOON + index * 2000).temperature);
    expect(new Set(seconds).size).toBeGreaterThan(3);
  });

  it('a payload that is no JSON', () => {
    const broken = brokenMessageAt(device('esp32-workshop'), origin, NOON);
    expect(broken?.topic).toBe('esp32-workshop/telemetry');
    expect(() => JSON.parse(broken?.payload ?? '{}')).toThrow(SyntaxError);
  });

  it('a door that opens and closes', () => {
    const hour = Array.from({ length: 80 }, (_, index) => one('door-main-entrance', NOON + index * 45_000).open);
    expect(new Set(hour)).toEqual(new Set([true, false]));
  });
});

describe('the solar plant', () => {
  it('speaks for three inverters', () => {
    expect(
      messagesAt(device('solar-plant-1'), origin, NOON).map(({ payload }) => JSON.parse(payload).deviceId),
    ).toEqual(['inverter-1', 'inverter-2', 'inverter-3']);
  });

  it('gives power by day and none by night', () => {
    expect(inverter(NOON).acPowerW).toBeGreaterThan(1000);
    expect(inverter(NOON).acPowerW).toBeLessThan(inverter(NOON).dcPowerW);
    expect(inverter(NOON + 12 * 60 * MINUTE)).toMatchObject({ dcVoltageV: 0, dcPowerW: 0, acPowerW: 0 });
  });

  it('counts its energy up over the day, and begins anew at midnight', () => {
    const midnight = Date.UTC(2025, 5, 21) - (10.2115 / 360) * 24 * 60 * MINUTE;
    let before = 0;
    for (let at = midnight; at < midnight + 24 * 60 * MINUTE; at += 7 * MINUTE) {
      const { energyTodayKwh } = inverter(at);
      expect(energyTodayKwh).toBeGreaterThanOrEqual(before);
      before = energyTodayKwh;
    }
    expect(before).toBeGreaterThan(30);
    expect(inverter(midnight + 24 * 60 * MINUTE).energyTodayKwh).toBe(0);
  });

  it('knows where the sun is', () => {
    // Hamburg: 59.9 degrees at noon of midsummer, 13.0 at noon of midwinter.
    expect(sunElevationSine(53.55, 10, Date.UTC(2025, 5, 21, 11, 20))).toBeCloseTo(Math.sin((59.9 * Math.PI) / 180), 2);
    expect(sunElevationSine(53.55, 10, Date.UTC(2025, 11, 21, 11, 20))).toBeCloseTo(Math.sin((13 * Math.PI) / 180), 2);
    expect(sunElevationSine(53.55, 10, Date.UTC(2025, 5, 21, 23, 20))).toBeLessThan(0);
  });
});
