import { describe, expect, it } from 'vitest';
import { parseScheduleExpression } from './schedule-expression';

const at = (iso: string) => Date.parse(`${iso}:00Z`);

describe('a schedule expression', () => {
  it.each([
    ['rate(1 minute)', ['2025-10-09T09:00', '2025-10-09T09:01'], []],
    ['rate(5 minutes)', ['2025-10-09T09:00', '2025-10-09T09:05'], ['2025-10-09T09:01', '2025-10-09T09:04']],
    ['rate(1 hour)', ['2025-10-09T09:00'], ['2025-10-09T09:30']],
    ['rate(1 day)', ['2025-10-09T00:00'], ['2025-10-09T09:00']],
    ['cron(*/5 * * * ? *)', ['2025-10-09T09:55', '2025-10-09T10:00'], ['2025-10-09T09:56']],
    ['cron(1/10 * * * ? *)', ['2025-10-09T09:01', '2025-10-09T09:51'], ['2025-10-09T09:00']],
    ['cron(0 8-10 * * ? *)', ['2025-10-09T08:00', '2025-10-09T10:00'], ['2025-10-09T11:00']],
    ['cron(15 10 ? * MON-FRI *)', ['2025-10-10T10:15'], ['2025-10-11T10:15', '2025-10-12T10:15']],
    ['cron(0 0 ? * 1 *)', ['2025-10-12T00:00'], ['2025-10-13T00:00']],
    ['cron(0 0 1 JAN,JUL ? 2026)', ['2026-07-01T00:00'], ['2025-07-01T00:00', '2026-06-01T00:00']],
    ['cron(0-30/15 0 ? 1 * *)', ['2026-01-05T00:15', '2026-01-05T00:30'], ['2026-01-05T00:45', '2026-02-05T00:15']],
  ])('%s is due when it should be and not else', (expression, due, notDue) => {
    const isDue = parseScheduleExpression(expression);
    expect(due.filter((time) => !isDue(at(time)))).toEqual([]);
    expect(notDue.filter((time) => isDue(at(time)))).toEqual([]);
  });

  it.each([
    ['rate(1 minutes)', 'neither'],
    ['rate(5 minute)', 'neither'],
    ['rate(0 minutes)', 'neither'],
    ['rate(30 seconds)', 'neither'],
    ['at(2026-01-01T00:00:00)', 'neither'],
    ['', 'neither'],
    ['cron(* * * * ?)', 'six fields'],
    ['cron(0 0 * * * *)', 'must be ?'],
    ['cron(0 0 ? * ? *)', 'must be ?'],
    ['cron(60 * * * ? *)', '60 is not supported as minutes'],
    ['cron(10-5 * * * ? *)', '10-5 is not supported'],
    ['cron(*/0 * * * ? *)', '*/0 is not supported'],
    ['cron(0 0 L * ? *)', 'L is not supported as day of the month'],
    ['cron(0 0 ? * 2#1 *)', '2#1 is not supported as day of the week'],
    ['cron(, * * * ? *)', 'nothing is not supported'],
  ])('%s is refused', (expression, why) => {
    expect(() => parseScheduleExpression(expression)).toThrow(why);
  });
});
