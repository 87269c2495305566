// Moments in words, in the chosen zone. A formatter is expensive to make, so each is made once.
import { intlZone, type ZoneChoice } from './time-zone';

export type TimeShape = 'clock' | 'minute' | 'date' | 'day' | 'moment' | 'full';

const SHAPES: Record<TimeShape, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { month: 'short', day: 'numeric' },
  day: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  moment: {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  full: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(shape: TimeShape, zone: ZoneChoice): Intl.DateTimeFormat {
  const key = `${shape} ${zone}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], timeZone: intlZone(zone) });
    formatters.set(key, known);
  }
  return known;
}

/**
 * Writes epoch ms in the given zone: `clock` 14:02:09, `minute` 14:02, `date` 21 Nov, `day` 21 Nov, 14:02, `moment`
 * 21 Nov, 14:02:09, `full` with the year and the zone's name. A time that JavaScript cannot represent becomes `unknown time`.
 */
export function formatTime(epochMs: number, shape: TimeShape, zone: ZoneChoice): string {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8.64e15) return 'unknown time';
  return formatter(shape, zone).format(epochMs);
}
