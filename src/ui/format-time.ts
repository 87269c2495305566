// Moments in words, in the chosen zone. A formatter is expensive to make, so each is made once.
import { intlZone, type ZoneChoice } from './time-zone';

type Shape = 'clock' | 'minute' | 'day' | 'full';

const SHAPES: Record<Shape, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
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

function formatter(shape: Shape, zone: ZoneChoice): Intl.DateTimeFormat {
  const key = `${shape} ${zone}`;
  let known = formatters.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', { ...SHAPES[shape], timeZone: intlZone(zone) });
    formatters.set(key, known);
  }
  return known;
}

/**
 * Writes epoch ms in the given zone: `clock` 14:02:09, `minute` 14:02, `day` 21 Nov, 14:02, `full` with date, seconds
 * and the zone's name. A time that JavaScript cannot represent becomes `unknown time`.
 */
export function formatTime(epochMs: number, shape: Shape, zone: ZoneChoice): string {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > 8.64e15) return 'unknown time';
  return formatter(shape, zone).format(epochMs);
}
