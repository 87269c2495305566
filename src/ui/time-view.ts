// Which stretch of time a page shows: the last minutes as they pass, the same stopped, or one that was named.

/** `live` ends now and moves; `paused` is live as it stood at a moment; `fixed` begins and ends where it says. Epoch ms. */
export type TimeView =
  | { kind: 'live'; windowMs: number }
  | { kind: 'paused'; windowMs: number; atMs: number }
  | { kind: 'fixed'; fromMs: number; toMs: number };

/** Two moments, epoch ms; the first lies before the second. */
export interface TimeBounds {
  fromMs: number;
  toMs: number;
}

/** The shortest and the longest stretch that can be shown. */
export const SHORTEST_MS = 5000;
export const LONGEST_MS = 7 * 86_400_000;

const STEPS_PER_WINDOW = 300;

/**
 * Returns what a view shows at `nowMs`. A live one moves in steps of a three-hundredth of its length, so that the axes of
 * a day need not be redrawn every second.
 */
export function boundsOf(view: TimeView, nowMs: number): TimeBounds {
  switch (view.kind) {
    case 'live': {
      const stepMs = view.windowMs / STEPS_PER_WINDOW;
      const toMs = Math.ceil(nowMs / stepMs) * stepMs;
      return { fromMs: toMs - view.windowMs, toMs };
    }
    case 'paused':
      return { fromMs: view.atMs - view.windowMs, toMs: view.atMs };
    case 'fixed':
      return { fromMs: view.fromMs, toMs: view.toMs };
  }
}

/** Returns how much time a view shows, in ms. */
export function spanOf(view: TimeView): number {
  return view.kind === 'fixed' ? view.toMs - view.fromMs : view.windowMs;
}

/** What an address says about time. `none`: nothing. `bad`: something that is no stretch of time, and why. */
export type AskedRange =
  | { kind: 'none' }
  | { kind: 'range'; fromMs: number; toMs: number }
  | { kind: 'bad'; problem: string };

/** Reads `from` and `to` of an address: ISO 8601 with a zone, or epoch ms. */
export function readRange(search: URLSearchParams): AskedRange {
  const [from, to] = [search.get('from'), search.get('to')];
  if (from === null && to === null) return { kind: 'none' };
  return checkRange(readMoment(from), readMoment(to));
}

/** Says whether two moments make a stretch of time that can be shown, and if not, why. NaN stands for no moment. */
export function checkRange(fromMs: number, toMs: number): AskedRange {
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return { kind: 'bad', problem: 'A range needs two moments.' };
  if (toMs <= fromMs) return { kind: 'bad', problem: 'The end of a range comes after its beginning.' };
  if (toMs - fromMs > LONGEST_MS) return { kind: 'bad', problem: 'A range is at most 7 days long.' };
  if (toMs - fromMs < SHORTEST_MS) return { kind: 'bad', problem: 'A range is at least 5 seconds long.' };
  return { kind: 'range', fromMs, toMs };
}

function readMoment(text: string | null): number {
  if (text === null || text.trim() === '') return Number.NaN;
  const epochMs = /^\d{1,15}$/.test(text) ? Number(text) : ISO_WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  return Math.abs(epochMs) <= 8.64e15 ? epochMs : Number.NaN;
}

// Without a zone the same address would mean another time on another computer.
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** Writes a stretch of time for an address, in UTC, so that it means the same everywhere. */
export function writeRange({ fromMs, toMs }: TimeBounds): { from: string; to: string } {
  return { from: new Date(Math.round(fromMs)).toISOString(), to: new Date(Math.round(toMs)).toISOString() };
}

/**
 * Returns the stretch that is `factor` times as long, with `aroundMs` at the same place in it; never shorter or longer
 * than can be shown, and never begun after `nowMs`.
 */
export function zoom(bounds: TimeBounds, factor: number, aroundMs: number, nowMs: number): TimeBounds {
  const span = bounds.toMs - bounds.fromMs;
  const next = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, span * factor));
  const place = Math.min(1, Math.max(0, (aroundMs - bounds.fromMs) / span));
  const fromMs = aroundMs - next * place;
  // Room after now shows nothing: a stretch that grows past it grows into the past instead.
  const past = factor > 1 ? Math.max(0, fromMs + next - Math.max(nowMs, bounds.toMs)) : 0;
  return { fromMs: fromMs - past, toMs: fromMs + next - past };
}
