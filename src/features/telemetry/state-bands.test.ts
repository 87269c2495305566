import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeKey } from '../../../domain/timeline/time-key';
import { stateSeries, stateStretches, stretchAt } from './state-bands';

const sample = (observedAt: number, metrics: Record<string, string | boolean>) => ({
  thingName: 'x',
  sampleId: `${timeKey(observedAt)}#a`,
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics,
});

describe('what readings say of a state', () => {
  it('leaves out readings without it, and what every object has', () => {
    const samples = [sample(1, { open: true }), sample(2, { mode: 'eco' }), sample(3, { open: false })];
    expect(stateSeries(samples, 'open')).toEqual({ times: [1, 3], values: [true, false] });
    expect(stateSeries(samples, 'toString')).toEqual({ times: [], values: [] });
  });
});

describe('the stretches of a state', () => {
  it('end where the next begins', () => {
    const times = [0, 1000, 2000, 3000];
    expect(stateStretches({ times, values: [true, true, false, true] }, 2000)).toEqual([
      { value: true, fromMs: 0, toMs: 2000 },
      { value: false, fromMs: 2000, toMs: 3000 },
      { value: true, fromMs: 3000, toMs: 3000 },
    ]);
  });

  it('end at the last reading before a gap, though the state is the same after it', () => {
    const times = [0, 1000, 2000, 100_000, 101_000];
    const stretches = stateStretches({ times, values: ['on', 'on', 'on', 'on', 'on'] }, 5000);
    expect(stretches).toEqual([
      { value: 'on', fromMs: 0, toMs: 2000 },
      { value: 'on', fromMs: 100_000, toMs: 101_000 },
    ]);
    expect(stretchAt(stretches, 50_000)).toBeUndefined();
    expect(stretchAt(stretches, 100_500)).toEqual(stretches[1]);
  });

  it('hold every reading, ascend and never overlap', () => {
    const readings = fc.array(fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom('a', 'b')));
    fc.assert(
      fc.property(readings, (given) => {
        let at = 0;
        const times = given.map(([step]) => {
          at += step;
          return at;
        });
        const values = given.map(([, value]) => value);
        const stretches = stateStretches({ times, values }, 5000);
        for (const [index, time] of times.entries()) {
          expect(
            stretches.some((each) => each.value === values[index] && each.fromMs <= time && time <= each.toMs),
          ).toBe(true);
        }
        for (const [index, { fromMs }] of stretches.entries()) {
          if (index > 0) expect(fromMs).toBeGreaterThanOrEqual(stretches[index - 1]?.toMs ?? 0);
        }
      }),
    );
  });
});
