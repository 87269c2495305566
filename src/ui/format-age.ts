// How long ago, in the fewest words that stay true.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Returns an age such as `now`, `12 s ago`, `4 min ago`, `3 h ago` or `2 d ago`, always rounded down so that a value
 * never looks older than it is. Up to two seconds count as now. An age below -2 s (a clock that runs ahead) is told as
 * `in the future` rather than hidden.
 */
export function formatAge(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return 'never';
  if (ageMs < -2 * SECOND) return 'in the future';
  if (ageMs < 2 * SECOND) return 'now';
  return `${formatDuration(ageMs)} ago`;
}

/** Returns a duration in one unit, rounded down: `12 s`, `4 min`, `3 h`, `2 d`. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}
