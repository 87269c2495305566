import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickShape, timeStep, timeTicks } from './time-ticks';

/** A zone's offset by the runtime's own data, so that no test depends on the machine's zone. */
function offsetIn(timeZone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  });
  return (epochMs) => {
    const part = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000;
  };
}

const clockIn = (timeZone: string) => (epochMs: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(epochMs);

const HOUR = 3_600_000;

describe('timeTicks', () => {
  it('falls on round moments of the zone', () => {
    const from = Date.UTC(2026, 0, 1, 10, 3);
    expect(timeTicks(from, from + HOUR, 4)).toEqual([15, 30, 45, 60].map((minute) => Date.UTC(2026, 0, 1, 10, minute)));
    const [first] = timeTicks(from, from + 24 * HOUR, 4, offsetIn('Asia/Kathmandu'));
    expect(clockIn('Asia/Kathmandu')(first ?? 0)).toBe('18:00');
  });

  it.each([
    // Berlin, 25 October 2026: 03:00 summer time becomes 02:00.
    [
      'Europe/Berlin',
      Date.UTC(2026, 9, 24, 22),
      6,
      HOUR,
      ['00:00', '01:00', '02:00', '02:00', '03:00', '04:00', '05:00'],
    ],
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    ['Europe/Berlin', Date.UTC(2026, 2, 28, 23), 5, HOUR, ['00:00', '01:00', '03:00', '04:00', '05:00', '06:00']],
    // New York, 1 November 2026 and 8 March 2026.
    ['America/New_York', Date.UTC(2026, 10, 1, 4), 4, HOUR, ['00:00', '01:00', '01:00', '02:00', '03:00']],
    ['America/New_York', Date.UTC(2026, 2, 8, 5), 4, HOUR, ['00:00', '01:00', '03:00', '04:00', '05:00']],
    // Lord Howe Island changes by half an hour: 5 April 2026, 02:00 becomes 01:30.
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 13), 4, HOUR, ['00:00', '01:00', '02:00', '03:00']],
  ])('stays round in %s when the clocks change (%d)', (zone, from, hours, step, clocks) => {
    const ticks = timeTicks(from, from + hours * HOUR, (hours * HOUR) / step, offsetIn(zone));
    expect(ticks.map(clockIn(zone))).toEqual(clocks);
  });

  it('keeps midnights of a week at midnight through a change', () => {
    const from = Date.UTC(2026, 9, 22, 12);
    const ticks = timeTicks(from, from + 7 * 24 * HOUR, 7, offsetIn('Europe/Berlin'));
    expect(new Set(ticks.map(clockIn('Europe/Berlin')))).toEqual(new Set(['00:00']));
    expect(ticks).toHaveLength(7);
  });

  it('ascends, stays inside, and does not exceed the count by more than a repeated hour', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const from = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    const span = fc.integer({ min: 5000, max: 7 * 24 * HOUR });
    fc.assert(
      fc.property(zones, from, span, fc.integer({ min: 4, max: 10 }), (zone, fromMs, spanMs, count) => {
        const ticks = timeTicks(fromMs, fromMs + spanMs, count, offsetIn(zone));
        expect(ticks.length).toBeLessThanOrEqual(count + 2);
        expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(fromMs);
          expect(tick).toBeLessThanOrEqual(fromMs + spanMs);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('tickShape', () => {
  const midnight = Date.UTC(2026, 9, 24, 22);

  it('names the day where a day begins in the reader’s zone', () => {
    const step = timeStep(midnight - 12 * HOUR, midnight + 12 * HOUR, 5);
    expect(tickShape(midnight, step, offsetIn('Europe/Berlin'))).toBe('date');
    expect(tickShape(midnight, step)).toBe('minute');
    expect(tickShape(midnight, 15_000)).toBe('clock');
  });
});
