import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, LONGEST_MS, readRange, SHORTEST_MS, writeRange, zoom } from './time-view';

const NOON = Date.UTC(2026, 10, 26, 12);

describe('what a view shows', () => {
  it('moves a live window in steps and never ends before now', () => {
    const view = { kind: 'live', windowMs: 86_400_000 } as const;
    const first = boundsOf(view, NOON + 1);
    expect(first.toMs - first.fromMs).toBe(86_400_000);
    expect(first.toMs).toBeGreaterThan(NOON);
    expect(boundsOf(view, NOON + 60_000)).toEqual(first);
    expect(boundsOf(view, NOON + 300_000)).not.toEqual(first);
  });

  it('keeps a paused window where it stood', () => {
    const view = { kind: 'paused', windowMs: 300_000, atMs: NOON } as const;
    expect(boundsOf(view, NOON + 3_600_000)).toEqual({ fromMs: NOON - 300_000, toMs: NOON });
  });
});

describe('a range in an address', () => {
  const read = (text: string) => readRange(new URLSearchParams(text));

  it('survives being written and read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: SHORTEST_MS, max: LONGEST_MS }),
        (fromMs, spanMs) => {
          const bounds = { fromMs, toMs: fromMs + spanMs };
          expect(readRange(new URLSearchParams(writeRange(bounds)))).toEqual({ kind: 'range', ...bounds });
        },
      ),
    );
  });

  it.each([
    ['from=2026-11-26T13:00:00%2B01:00&to=2026-11-26T12:30:00Z', NOON, NOON + 1_800_000],
    [`from=${NOON}&to=${NOON + 60_000}`, NOON, NOON + 60_000],
  ])('reads %s', (text, fromMs, toMs) => {
    expect(read(text)).toEqual({ kind: 'range', fromMs, toMs });
  });

  it.each([
    'from=2026-11-26T12:00:00Z',
    'from=yesterday&to=today',
    'from=2026-11-26T12:00:00&to=2026-11-26T13:00:00',
    'from=2026-11-26T12:00:00Z&to=2026-11-26T11:00:00Z',
    'from=2026-11-26T12:00:00Z&to=2026-11-26T12:00:01Z',
    'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z',
    'from=&to=',
  ])('says what is wrong with %s', (text) => {
    expect(read(text)).toMatchObject({ kind: 'bad', problem: expect.stringMatching(/\.$/) });
  });

  it('is absent where the address says nothing', () => {
    expect(read('window=1h')).toEqual({ kind: 'none' });
  });
});

describe('zooming', () => {
  const bounds = { fromMs: NOON - 600_000, toMs: NOON };

  it('keeps the moment under the pointer where it is', () => {
    expect(zoom(bounds, 0.5, NOON - 300_000, NOON)).toEqual({ fromMs: NOON - 450_000, toMs: NOON - 150_000 });
  });

  it('grows into the past, not into the future', () => {
    expect(zoom(bounds, 2, NOON - 300_000, NOON)).toEqual({ fromMs: NOON - 1_200_000, toMs: NOON });
  });

  it('stays within what can be shown', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.nat({ max: 600_000 }), (factor, at) => {
        const next = zoom(bounds, factor, bounds.fromMs + at, NOON);
        expect(next.toMs - next.fromMs).toBeGreaterThanOrEqual(SHORTEST_MS - 1);
        expect(next.toMs - next.fromMs).toBeLessThanOrEqual(LONGEST_MS + 1);
        expect(next.toMs).toBeLessThanOrEqual(NOON + 1);
      }),
    );
  });
});
