// One metric's newest value and its recent numbers.
import type { LatestMetric } from './device-latest';
import type { MetricValue } from './telemetry-sample';

const MAX_RECENT = 30;

/**
 * Returns a metric after one more value. Forward-only: an older value changes at most `recent`, where it takes its place
 * in time order. The same values in any order and any repetition give the same metric: what is kept are the newest 30
 * distinct pairs of time and number, and of two values at one moment the same one always wins. Returns `previous` itself
 * when nothing changed.
 */
export function mergeLatestMetric(
  previous: LatestMetric | undefined,
  value: MetricValue,
  observedAt: number,
): LatestMetric {
  const recent = typeof value === 'number' ? insertRecent(previous, value, observedAt) : undefined;
  if (!previous) return { value, observedAt, recent: recent?.recent ?? [], recentAt: recent?.recentAt ?? [] };
  const newer =
    observedAt > previous.observedAt ||
    (observedAt === previous.observedAt && compareValues(value, previous.value) > 0);
  if (!newer && !recent) return previous;
  return { ...previous, ...(newer ? { value, observedAt } : {}), ...recent };
}

/** Returns `recent` with the number in its place, or undefined when it is there already or too old to be kept. */
function insertRecent(previous: LatestMetric | undefined, value: number, observedAt: number) {
  const recent = previous?.recent ?? [];
  // A row from before the times were kept: what it remembers cannot be ordered, so it is as good as none.
  const recentAt = previous?.recentAt?.length === recent.length ? previous.recentAt : [];
  const known = recentAt.length === recent.length ? recent : [];
  let at = known.length;
  while (at > 0) {
    const time = recentAt[at - 1] as number;
    const number = known[at - 1] as number;
    if (time < observedAt || (time === observedAt && number < value)) break;
    if (time === observedAt && number === value) return undefined;
    at -= 1;
  }
  if (at === 0 && known.length === MAX_RECENT) return undefined;
  const next = {
    recent: [...known.slice(0, at), value, ...known.slice(at)],
    recentAt: [...recentAt.slice(0, at), observedAt, ...recentAt.slice(at)],
  };
  return { recent: next.recent.slice(-MAX_RECENT), recentAt: next.recentAt.slice(-MAX_RECENT) };
}

/** Orders any two values, so that a tie in time has one winner: flags before numbers before texts, then by size. */
function compareValues(a: MetricValue, b: MetricValue): number {
  const rank = { boolean: 0, number: 1, string: 2 };
  const difference = rank[typeof a as keyof typeof rank] - rank[typeof b as keyof typeof rank];
  if (difference !== 0) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
