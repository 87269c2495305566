import { expect, it } from 'vitest';
import { tomorrowMorning } from './mute-lengths';

it.each([
  ['2026-03-27T00:00:00Z', '2026-03-28T08:00:00.000Z'],
  ['2026-03-27T23:59:00Z', '2026-03-28T08:00:00.000Z'],
])('tomorrow morning after %s is %s in UTC', (now, morning) => {
  expect(new Date(tomorrowMorning(Date.parse(now), 'utc')).toISOString()).toBe(morning);
});

it('is 8 on the browser’s own clock, the day after, on every day of a year', () => {
  for (let day = 0; day < 366; day++) {
    const now = new Date(2026, 0, 1 + day, 21, 30);
    const morning = new Date(tomorrowMorning(now.getTime(), 'browser'));
    expect([morning.getHours(), morning.getMinutes()]).toEqual([8, 0]);
    expect(morning.getDate()).toBe(new Date(2026, 0, 2 + day).getDate());
  }
});
