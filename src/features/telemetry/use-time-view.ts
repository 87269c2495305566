// Which stretch of time a device's page shows. What can be shared stands in the address; that somebody paused does not.
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { boundsOf, readRange, type TimeBounds, type TimeView, writeRange, zoom } from '../../ui/time-view';
import { readWindow } from './reading-windows';

export interface ShownTime {
  view: TimeView;
  /** The window that is shown, or that `goLive` returns to. */
  window: ReturnType<typeof readWindow>;
  /** What is wrong with the range in the address; null when nothing is. */
  problem: string | null;
  chooseWindow: (value: string) => void;
  pause: () => void;
  goLive: () => void;
  showRange: (bounds: TimeBounds) => void;
  zoomBy: (factor: number, aroundMs: number) => void;
}

/** Reads the view from the address and returns what changes it. The view stays the same object until it changes. */
export function useTimeView(): ShownTime {
  const [search, setSearch] = useSearchParams();
  const [pausedAtMs, setPausedAt] = useState<number | null>(null);
  const window = readWindow(search.get('window'));
  const range = readRange(search);
  const [fromMs, toMs] = range.kind === 'range' ? [range.fromMs, range.toMs] : [null, null];

  const view = useMemo((): TimeView => {
    if (fromMs !== null && toMs !== null) return { kind: 'fixed', fromMs, toMs };
    if (pausedAtMs !== null) return { kind: 'paused', windowMs: window.ms, atMs: pausedAtMs };
    return { kind: 'live', windowMs: window.ms };
  }, [fromMs, toMs, pausedAtMs, window]);

  const address = useCallback(
    (changes: Record<string, string | null>) =>
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null) after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const showRange = useCallback(
    (bounds: TimeBounds) => {
      setPausedAt(null);
      address(writeRange(bounds));
    },
    [address],
  );
  const zoomBy = useCallback(
    (factor: number, aroundMs: number) => showRange(zoom(boundsOf(view, Date.now()), factor, aroundMs, Date.now())),
    [showRange, view],
  );
  return {
    view,
    window,
    problem: range.kind === 'bad' ? range.problem : null,
    chooseWindow: (value) => {
      setPausedAt(null);
      address({ window: value, from: null, to: null });
    },
    pause: () => setPausedAt(Date.now()),
    goLive: () => {
      setPausedAt(null);
      address({ from: null, to: null });
    },
    showRange,
    zoomBy,
  };
}
