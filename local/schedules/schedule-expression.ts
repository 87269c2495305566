// When a schedule is due: `rate(...)` and `cron(...)`, to the minute (EventBridge user guide: schedule expressions).
import { parseCron } from './cron-expression';

/** Says whether a schedule is due in the minute that begins at `minuteMs` (epoch ms). */
export type IsDue = (minuteMs: number) => boolean;

const MINUTE_MS = 60_000;
const UNIT_MINUTES: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/**
 * Reads a schedule expression. AWS counts a rate from the creation of the schedule; here it counts from the beginning of
 * the epoch, so that a restart does not begin anew. Throws an Error that says what AWS would refuse or what is not
 * supported here.
 */
export function parseScheduleExpression(expression: string): IsDue {
  const [, kind, body = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') return parseCron(body);
  const [, amount, unit = '', plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const count = Number(amount);
  // Documented: a rate of 1 takes the unit in the singular, any other in the plural.
  if (kind !== 'rate' || !(count >= 1) || (count === 1) !== (plural === '')) {
    throw new Error(`${expression} is neither a rate nor a cron expression that EventBridge takes`);
  }
  const everyMinutes = count * (UNIT_MINUTES[unit] ?? 1);
  return (minuteMs) => Math.floor(minuteMs / MINUTE_MS) % everyMinutes === 0;
}
