import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { timeKey } from '../../../domain/timeline/time-key';
import { createSampleWindow } from './sample-window';

const sample = (
  observedAt: number,
  hash = 'a',
  metrics: TelemetrySample['metrics'] = { t: observedAt },
): TelemetrySample => ({
  thingName: 'x',
  sampleId: `${timeKey(observedAt)}#${hash}`,
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics,
});

describe('the sample window', () => {
  it('holds every reading once and in order, whatever came when', () => {
    const readings = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.constantFrom('a', 'b')), { maxLength: 40 });
    const cuts = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(readings, cuts, (given, sizes) => {
        const all = given.map(([at, hash]) => sample(at, hash));
        const window = createSampleWindow();
        let start = 0;
        for (const size of sizes) {
          window.merge(all.slice(start, start + size));
          start += size;
        }
        const expected = [...new Set(all.map((each) => each.sampleId))].sort();
        expect(window.samples().map((each) => each.sampleId)).toEqual(expected);
        expect(window.series('t').times).toEqual(window.samples().map((each) => each.observedAt));
        expect(window.series('t').values).toEqual(window.samples().map((each) => each.metrics.t));
      }),
    );
  });

  it('says whether anything changed', () => {
    const window = createSampleWindow();
    expect(window.merge([sample(1)])).toBe(true);
    expect(window.merge([sample(1)])).toBe(false);
    expect(window.merge([])).toBe(false);
    expect(window.version()).toBe(1);
  });

  it('draws only numbers, and only where a reading has the metric', () => {
    const window = createSampleWindow();
    window.merge([sample(1, 'a', { t: 1, open: true }), sample(2, 'a', { open: false }), sample(3, 'a', { t: 'hot' })]);
    expect(window.series('t')).toEqual({ times: [1], values: [1] });
    expect(window.series('open')).toEqual({ times: [], values: [] });
    expect(window.series('__proto__')).toEqual({ times: [], values: [] });
  });

  it('forgets the oldest when there are too many, and what is before the window', () => {
    const window = createSampleWindow(3);
    window.merge([1, 2, 3, 4].map((at) => sample(at)));
    expect(window.samples().map((each) => each.observedAt)).toEqual([2, 3, 4]);
    expect(window.forgotBeforeMs()).toBe(2);
    window.trim(4);
    expect(window.samples().map((each) => each.observedAt)).toEqual([4]);
    expect(window.series('t').times).toEqual([4]);
  });

  it('keeps only what lies between two moments', () => {
    const window = createSampleWindow();
    window.merge([1, 2, 3, 4].map((at) => sample(at)));
    window.keep(2, 3);
    expect(window.series('t').times).toEqual([2, 3]);
  });
});
