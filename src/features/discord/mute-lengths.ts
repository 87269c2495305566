// For how long a device is muted.
import { zoneOffsetMs } from '../../ui/time-offset';
import type { ZoneChoice } from '../../ui/time-zone';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// When people are back at work.
const MORNING_MS = 8 * HOUR_MS;

/** A length to choose. `untilMs` says until when (epoch ms) it lasts from `nowMs` on, on the clock of `zone`. */
export interface MuteLength {
  words: string;
  untilMs: (nowMs: number, zone: ZoneChoice) => number;
}

/** What a device is muted for, the shortest first. */
export const MUTE_LENGTHS: readonly MuteLength[] = [
  { words: 'for 1 h', untilMs: (nowMs) => nowMs + HOUR_MS },
  { words: 'for 8 h', untilMs: (nowMs) => nowMs + 8 * HOUR_MS },
  { words: 'until tomorrow, 08:00', untilMs: tomorrowMorning },
  { words: 'for a week', untilMs: (nowMs) => nowMs + 7 * DAY_MS },
];

/** Returns 8 o’clock of the next day (epoch ms), also over a night in which the clocks are changed. */
export function tomorrowMorning(nowMs: number, zone: ZoneChoice): number {
  const wallClock = nowMs + zoneOffsetMs(nowMs, zone);
  const wanted = (Math.floor(wallClock / DAY_MS) + 1) * DAY_MS + MORNING_MS;
  return wanted - zoneOffsetMs(wanted - zoneOffsetMs(nowMs, zone), zone);
}
