import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeDeviceLatest } from './merge-device-latest';
import type { Metrics, TelemetrySample } from './telemetry-sample';

const sample = (observedAt: number, metrics: Metrics, overrides: Partial<TelemetrySample> = {}): TelemetrySample => ({
  thingName: 'esp-1',
  sampleId: `${observedAt}`,
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics,
  ...overrides,
});

const value = fc.oneof(fc.integer({ min: -3, max: 100 }), fc.constantFrom('a', 'b'), fc.boolean());
const anySample = fc
  .record({
    observedAt: fc.integer({ min: 1, max: 60 }),
    delayMs: fc.nat(5),
    clockRejected: fc.boolean(),
    metrics: fc.dictionary(fc.constantFrom('temperature', 'battery', 'batteryPercent', 'rssi'), value),
  })
  .map(({ observedAt, delayMs, clockRejected, metrics }) =>
    sample(observedAt, { ...metrics }, { receivedAt: observedAt + delayMs, clockRejected }),
  );

describe('mergeDeviceLatest', () => {
  it('gives the same state for the same samples in any order and repetition', () => {
    const samplesAndShuffled = fc
      .array(anySample, { minLength: 1, maxLength: 80 })
      .chain((samples) =>
        fc.tuple(
          fc.constant(samples),
          fc.shuffledSubarray([...samples, ...samples], { minLength: 2 * samples.length }),
          fc.nat(samples.length * 2),
        ),
      );
    fc.assert(
      fc.property(samplesAndShuffled, ([samples, shuffled, cut]) => {
        const inOrder = mergeDeviceLatest(null, samples);
        const inBatches = mergeDeviceLatest(mergeDeviceLatest(null, shuffled.slice(0, cut)), shuffled.slice(cut));
        expect(inBatches).toEqual(inOrder);
      }),
    );
  });

  it('keeps each metric and its time when a payload brings only some', () => {
    const latest = mergeDeviceLatest(null, [sample(1, { temperature: 20, humidity: 40 }), sample(2, { humidity: 41 })]);
    expect(latest).toMatchObject({
      observedAt: 2,
      metrics: { temperature: { value: 20, observedAt: 1 }, humidity: { value: 41, observedAt: 2, recent: [40, 41] } },
    });
  });

  it('puts a late reading in its place and leaves the newer value alone', () => {
    const latest = mergeDeviceLatest(null, [
      sample(1, { temperature: 20 }),
      sample(3, { temperature: 22 }),
      sample(2, { temperature: 21 }),
    ]);
    expect(latest?.metrics.temperature).toEqual({
      value: 22,
      observedAt: 3,
      recent: [20, 21, 22],
      recentAt: [1, 2, 3],
    });
  });

  it('remembers the 30 newest numbers', () => {
    const samples = Array.from({ length: 40 }, (_, i) => sample(i, { temperature: i }));
    const recent = mergeDeviceLatest(null, samples)?.metrics.temperature?.recent;
    expect(recent).toEqual(Array.from({ length: 30 }, (_, i) => i + 10));
  });

  it('returns the same object when a reading is told again', () => {
    const first = mergeDeviceLatest(null, [sample(1, { temperature: 20 })]);
    expect(mergeDeviceLatest(first, [sample(1, { temperature: 20 })])).toBe(first);
  });

  it.each([
    [{ battery: 80 }, 80, null],
    [{ battery_percent: 19.5, rssi: -61 }, 19.5, -61],
    [{ battery: 3700 }, null, null],
    [{ battery: 'full', rssiDbm: 5 }, null, null],
  ])('finds battery and signal in %j', (metrics, batteryPercent, rssiDbm) => {
    expect(mergeDeviceLatest(null, [sample(1, metrics as Metrics)])).toMatchObject({ batteryPercent, rssiDbm });
  });

  it('keeps the 200 newest metrics of a thing that invents names', () => {
    const samples = Array.from({ length: 250 }, (_, i) => sample(i, { [`m${i}`]: i }));
    const names = Object.keys(mergeDeviceLatest(null, samples)?.metrics ?? {});
    expect(names).toHaveLength(200);
    expect(names).not.toContain('m49');
  });

  it('names the gateway of a child', () => {
    expect(mergeDeviceLatest(null, [sample(1, { w: 1 }, { thingName: 'plant-7/inv-1' })])?.gateway).toBe('plant-7');
  });
});
