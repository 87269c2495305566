import { afterEach, expect, it } from 'vitest';
import { zoneOffsetMs } from './time-offset';

const before = process.env.TZ;

afterEach(() => {
  process.env.TZ = before;
});

it('follows the browser’s zone through both changes of the clocks', () => {
  process.env.TZ = 'Europe/Berlin';
  const hours = (atMs: number) => zoneOffsetMs(atMs, 'browser') / 3_600_000;
  expect(hours(Date.UTC(2026, 2, 29, 0, 59))).toBe(1);
  expect(hours(Date.UTC(2026, 2, 29, 1))).toBe(2);
  expect(hours(Date.UTC(2026, 9, 25, 0, 59))).toBe(2);
  expect(hours(Date.UTC(2026, 9, 25, 1))).toBe(1);
  expect(zoneOffsetMs(Date.UTC(2026, 6), 'utc')).toBe(0);
});
