import { describe, expect, it } from 'vitest';
import { timeKey } from '../../../domain/timeline/time-key';
import { lastNumber, lastState, numberAt } from './shown-value';

const series = { times: [100, 200, 300], values: [1, 2, 3] };
const latest = (value: number, observedAt: number) => ({ value, observedAt, recent: [] });
const ALWAYS = Number.NEGATIVE_INFINITY;
const NOW = Number.POSITIVE_INFINITY;

describe('the last number', () => {
  it('is the newer of what the fleet knows and what the device’s own feed brought', () => {
    expect(lastNumber(series, latest(9, 250), ALWAYS, NOW)).toEqual({ value: 3, atMs: 300 });
    expect(lastNumber(series, latest(9, 400), ALWAYS, NOW)).toEqual({ value: 9, atMs: 400 });
    expect(lastNumber({ times: [], values: [] }, latest(9, 1), ALWAYS, NOW)).toEqual({ value: 9, atMs: 1 });
  });

  it('of what is stopped is nothing that came later', () => {
    expect(lastNumber(series, latest(9, 400), ALWAYS, 200)).toEqual({ value: 2, atMs: 200 });
  });

  it('of a stretch without readings is nothing', () => {
    expect(lastNumber(series, latest(9, 400), 310, 390)).toBeNull();
  });
});

describe('the last state', () => {
  const sample = (observedAt: number, metrics: Record<string, string>) => ({
    thingName: 'x',
    sampleId: `${timeKey(observedAt)}#a`,
    observedAt,
    receivedAt: observedAt,
    clockRejected: false,
    metrics,
  });
  const samples = [sample(100, { mode: 'eco' }), sample(200, { mode: 'heat' }), sample(300, { other: 'x' })];

  it('is the last reading that has it', () => {
    expect(lastState(samples, 'mode', null, ALWAYS, NOW)).toEqual({ value: 'heat', atMs: 200 });
    expect(lastState(samples, 'mode', null, ALWAYS, 150)).toEqual({ value: 'eco', atMs: 100 });
    expect(lastState(samples, 'mode', null, 250, NOW)).toBeNull();
    expect(lastState(samples, 'toString', null, ALWAYS, NOW)).toBeNull();
  });
});

describe('the number under the crosshair', () => {
  const bounds = { fromMs: 0, toMs: 1000 };
  it('is the nearest reading, and none in a gap', () => {
    expect(numberAt(series, 240, 100, bounds)).toEqual({ value: 2, atMs: 200 });
    expect(numberAt(series, 900, 100, bounds)).toBeNull();
  });
});
