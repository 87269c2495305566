import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, firstAtOrAfter, gapAfterMs, isGap } from './decimate';

const series = (points: readonly (readonly [number, number])[]) => ({
  times: points.map(([time]) => time),
  values: points.map(([, value]) => value),
});

const points = (stretch: readonly number[]) =>
  Array.from({ length: stretch.length / 2 }, (_, index) => [stretch[2 * index], stretch[2 * index + 1]]);

describe('decimate', () => {
  it('keeps everything that fits', () => {
    const line = series([
      [0, 1],
      [10, 2],
      [20, 3],
    ]);
    expect(decimate(line, 0, 100, 100, 50)).toEqual([[0, 1, 10, 2, 20, 3]]);
  });

  it('never joins across a gap', () => {
    const line = series([
      [0, 1],
      [10, 2],
      [500, 3],
      [510, 4],
    ]);
    expect(decimate(line, 0, 1000, 4, 100)).toEqual([
      [0, 1, 10, 2],
      [500, 3, 510, 4],
    ]);
    expect(isGap(line.times, 2, 100)).toBe(true);
  });

  it('returns nothing for nothing', () => {
    expect(decimate(series([]), 0, 100, 10, 10)).toEqual([]);
  });

  const anySeries = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -1000, max: 1000 })), { maxLength: 300 })
    .map((steps) => {
      let time = 1_700_000_000_000;
      return steps.map(([step, value]): [number, number] => {
        time += step;
        return [time, value];
      });
    });

  it('keeps every peak, stays in order, invents nothing and stays small', () => {
    fc.assert(
      fc.property(
        anySeries,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 50, max: 500 }),
        (line, columns, gapMs) => {
          const first = line[0]?.[0] ?? 0;
          const last = line.at(-1)?.[0] ?? 0;
          const drawn = decimate(series(line), first, last, columns, gapMs);
          const kept = drawn.flatMap(points);
          const known = new Set(line.map(([time, value]) => `${time} ${value}`));
          expect(kept.every(([time, value]) => known.has(`${time} ${value}`))).toBe(true);
          expect(kept.map(([time]) => time)).toEqual(kept.map(([time]) => time).sort((a = 0, b = 0) => a - b));
          const values = line.map(([, value]) => value);
          const keptValues = kept.map(([, value]) => value ?? 0);
          expect(Math.max(...keptValues)).toBe(Math.max(...values));
          expect(Math.min(...keptValues)).toBe(Math.min(...values));
          const { times } = series(line);
          const gaps = times.filter((_, index) => index > 0 && isGap(times, index, gapMs)).length;
          expect(drawn).toHaveLength(line.length === 0 ? 0 : gaps + 1);
          expect(kept.length).toBeLessThanOrEqual(4 * (columns + 2) + 4 * gaps);
        },
      ),
    );
  });

  it('never joins readings across a gap', () => {
    fc.assert(
      fc.property(anySeries, fc.integer({ min: 50, max: 500 }), (line, gapMs) => {
        const raw = series(line);
        for (const stretch of decimate(raw, 0, Number.MAX_SAFE_INTEGER, 20, gapMs)) {
          const from = raw.times.indexOf(stretch[0] ?? 0);
          const to = raw.times.indexOf(stretch.at(-2) ?? 0);
          for (let at = from + 1; at <= to; at += 1) expect(isGap(raw.times, at, gapMs)).toBe(false);
        }
      }),
    );
  });

  it('keeps one reading on either side of the window', () => {
    const line = series([
      [0, 1],
      [10, 2],
      [20, 3],
      [30, 4],
      [40, 5],
    ]);
    expect(decimate(line, 15, 25, 100, 50)).toEqual([[10, 2, 20, 3, 30, 4]]);
  });
});

describe('isGap', () => {
  const every = (stepMs: number, count: number, fromMs = 0) =>
    Array.from({ length: count }, (_, at) => fromMs + at * stepMs);
  const gaps = (times: number[]) => times.filter((_, index) => index > 0 && isGap(times, index, 6000));

  it('takes a slower rhythm for what it is', () => {
    expect(gaps([...every(120_000, 20), ...every(2000, 20, 20 * 120_000)])).toEqual([]);
  });

  it('finds an outage, and is not fooled by one reading in its middle', () => {
    const times = [...every(2000, 10), 300_000, ...every(2000, 10, 600_000)];
    expect(gaps(times)).toEqual([300_000, 600_000]);
  });

  it('does not join two lonely readings', () => {
    expect(gaps([0, 300_000])).toEqual([300_000]);
  });
});

describe('firstAtOrAfter', () => {
  it('finds what a scan finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: -1, max: 51 }), (given, moment) => {
        const times = given.sort((a, b) => a - b);
        const scanned = times.findIndex((time) => time >= moment);
        expect(firstAtOrAfter(times, moment)).toBe(scanned === -1 ? times.length : scanned);
      }),
    );
  });
});

describe('gapAfterMs', () => {
  it('trusts the expected interval, else the usual one', () => {
    expect(gapAfterMs([], 10_000)).toBe(30_000);
    expect(gapAfterMs([], 100)).toBe(2000);
    expect(gapAfterMs([0, 1000, 2000, 60_000, 61_000], null)).toBe(5000);
    expect(gapAfterMs([], null)).toBe(60_000);
    expect(gapAfterMs([5, 5, 5], null)).toBe(60_000);
  });
});
