// The stretch of time a view shows, as time passes.
import { useMemo, useSyncExternalStore } from 'react';
import { onTick } from './clock';
import { boundsOf, type TimeBounds, type TimeView } from './time-view';

/** Returns what the view shows; renders again only when that changes, once a second at most. */
export function useTimeBounds(view: TimeView): TimeBounds {
  const toMs = useSyncExternalStore(onTick, () => boundsOf(view, Date.now()).toMs);
  return useMemo(() => (view.kind === 'fixed' ? view : { fromMs: toMs - view.windowMs, toMs }), [view, toMs]);
}
