import { describe, expect, it } from 'vitest';
import { isQuiet, quietForMs, readQuietHours } from './quiet-hours';

const NIGHT = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('quiet hours', () => {
  it.each([
    ['2026-01-10T20:59:59Z', false],
    ['2026-01-10T21:00:00Z', true],
    ['2026-01-11T05:59:59Z', true],
    ['2026-01-11T06:00:00Z', false],
    // In summer the same wall-clock times are an hour earlier in UTC.
    ['2026-07-10T19:59:59Z', false],
    ['2026-07-10T20:00:00Z', true],
    ['2026-07-11T05:00:00Z', false],
  ])('over midnight in Berlin: at %s quiet is %s', (moment, expected) => {
    expect(isQuiet(NIGHT, at(moment))).toBe(expected);
  });

  it('last an hour less in the night that skips one, an hour more in the night that repeats one', () => {
    const usual = quietForMs(NIGHT, at('2026-01-10T21:00:00Z'), DAY_MS);
    expect(usual).toBe(9 * HOUR_MS);
    expect(quietForMs(NIGHT, at('2026-03-28T21:00:00Z'), DAY_MS)).toBe(8 * HOUR_MS);
    expect(quietForMs(NIGHT, at('2026-10-24T20:00:00Z'), DAY_MS)).toBe(10 * HOUR_MS);
  });

  it('may lie in the hour that is skipped: then they do not happen; in the repeated one, twice', () => {
    const early = { from: '02:00', until: '03:00', timeZone: 'Europe/Berlin' };
    const quietMinutes = (day: string) =>
      Array.from({ length: 24 * 60 }, (_, minute) => at(`${day}T00:00:00Z`) + minute * 60_000).filter((ms) =>
        isQuiet(early, ms),
      ).length;
    expect(quietMinutes('2026-03-29')).toBe(0);
    expect(quietMinutes('2026-06-01')).toBe(60);
    expect(quietMinutes('2026-10-25')).toBe(120);
  });

  it('end exactly where they are said to, everywhere, on every day of a year', () => {
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']) {
      for (let ms = at('2026-01-01T00:10:30Z'); ms < at('2027-01-01T00:00:00Z'); ms += 53 * HOUR_MS) {
        const quiet = { ...NIGHT, timeZone };
        const left = quietForMs(quiet, ms, 2 * DAY_MS);
        expect(isQuiet(quiet, ms)).toBe(left > 0);
        expect(isQuiet(quiet, ms + left)).toBe(false);
        if (left > 0) expect(isQuiet(quiet, ms + left - 1)).toBe(true);
      }
    }
  });

  it('are none when a part is missing or senseless, and are looked ahead no further than asked', () => {
    expect(readQuietHours('22:00', '22:00', 'UTC')).toBeNull();
    expect(readQuietHours('22:00', '7:00', 'UTC')).toBeNull();
    expect(quietForMs(null, 0, DAY_MS)).toBe(0);
    expect(quietForMs(NIGHT, at('2026-01-10T21:00:00Z'), 900_000)).toBe(900_000);
  });
});
