import { expect, it } from 'vitest';
import { chartFrame, isSameFrame } from './chart-frame';

const one = { times: [0, 10, 20, 30], values: [100, 5, 7, 200] };
const other = { times: [12], values: [40] };

it('says the least and the most of what is shown, both ends included, and of nothing else', () => {
  const frame = chartFrame([one, other], [true, true], { fromMs: 10, toMs: 20 }, []);
  expect(frame.summaries).toEqual([
    { count: 2, low: 5, high: 7 },
    { count: 1, low: 40, high: 40 },
  ]);
  expect(frame.yTicks[0]).toBeLessThanOrEqual(5);
  expect(frame.yTicks.at(-1)).toBeGreaterThanOrEqual(40);
});

it('fits the axis to the lines that are not hidden', () => {
  const frame = chartFrame([one, other], [true, false], { fromMs: 10, toMs: 20 }, []);
  expect(frame.yTicks.at(-1)).toBeLessThan(40);
  expect(frame.summaries[1]?.high).toBe(40);
});

it('has an axis, too, when there is nothing to show', () => {
  expect(chartFrame([one], [false], { fromMs: 10, toMs: 20 }, []).yTicks).toEqual([0, 1]);
});

it('is the same only while what it says is', () => {
  const frame = chartFrame([one, other], [true, true], { fromMs: 10, toMs: 20 }, [15]);
  expect(isSameFrame(frame, chartFrame([one, other], [true, true], { fromMs: 10, toMs: 20 }, [15]))).toBe(true);
  expect(isSameFrame(frame, chartFrame([one, other], [true, true], { fromMs: 10, toMs: 21 }, [15]))).toBe(false);
  const lower = { times: [12], values: [39] };
  expect(isSameFrame(frame, chartFrame([one, lower], [true, true], { fromMs: 10, toMs: 20 }, [15]))).toBe(false);
});
