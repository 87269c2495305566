// The hours in which nothing is told, on the clock of a place, whatever daylight saving does to it.

/** From `from` up to `until`, wall-clock `HH:MM`, over midnight when `from` is the later one. */
export interface QuietHours {
  from: string;
  until: string;
  /** An IANA name: `Europe/Berlin`. */
  timeZone: string;
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
const MINUTE_MS = 60_000;

/** Says whether `name` is a time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Returns quiet hours, or null when a part is missing or makes no sense; equal times are no quiet hours. */
export function readQuietHours(from: string | null, until: string | null, timeZone: string | null): QuietHours | null {
  if (from === null || until === null || timeZone === null || from === until) return null;
  return CLOCK.test(from) && CLOCK.test(until) && isTimeZone(timeZone) ? { from, until, timeZone } : null;
}

/** Says whether `nowMs` lies in the quiet hours. A wall-clock time that happens twice counts both times. */
export function isQuiet(quiet: QuietHours, nowMs: number): boolean {
  return quietOn(quiet)(nowMs);
}

// A formatter is dear to make and cheap to use.
function quietOn({ from, until, timeZone }: QuietHours): (atMs: number) => boolean {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (atMs) => {
    const now = clock.format(atMs);
    return from < until ? now >= from && now < until : now >= from || now < until;
  };
}

/**
 * Returns how long the quiet hours last from `nowMs` on, at most `mostMs`; 0 outside of them. It walks minute by minute,
 * so that an hour that is skipped or repeated needs no rule of its own.
 */
export function quietForMs(quiet: QuietHours | null, nowMs: number, mostMs: number): number {
  if (!quiet) return 0;
  const isQuietAt = quietOn(quiet);
  let atMs = nowMs;
  while (atMs < nowMs + mostMs && isQuietAt(atMs)) atMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
  return Math.min(atMs - nowMs, mostMs);
}
