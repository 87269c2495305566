// What lies over everything with a time axis: the crosshair that all of it shares, and choosing a stretch of time by
// dragging or with the keyboard.
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { classNames } from './class-names';
import { crosshair, pointAt } from './time-crosshair';
import { keyAction } from './time-keys';
import { LANE } from './time-lane';
import { SHORTEST_MS, type TimeBounds } from './time-view';

/** The id of the one sentence on the page that explains the keys; see TimeKeysHint. */
export const TIME_KEYS_ID = 'time-keys';

interface TimeCursorProps {
  bounds: TimeBounds;
  /** What it lies over, for screen readers. */
  label: string;
  /** Returns the next moment at which something was measured, or null. */
  next: (atMs: number, direction: -1 | 1) => number | null;
  /** Says what is shown at a moment, for screen readers. */
  describe: (atMs: number) => string;
  /** Called with the stretch that was chosen. */
  onZoom: (bounds: TimeBounds) => void;
  /** Called to show `factor` times as much time around a moment. */
  onZoomBy: (factor: number, aroundMs: number) => void;
  /** Room above and below the plot, CSS pixels. */
  top: number;
  bottom: number;
}

// A hand that clicks moves a little.
const DRAG_AFTER_PX = 5;

/** Covers the plot of its parent, which must be positioned. */
export function TimeCursor(props: TimeCursorProps) {
  const { bounds, label, next, describe, onZoom, onZoomBy, top, bottom } = props;
  const { fromMs, toMs } = bounds;
  const span = toMs - fromMs;
  const pointed = useStore(crosshair, ({ atMs }) => atMs);
  const atMs = pointed !== null && pointed >= fromMs && pointed <= toMs ? pointed : null;
  // Where a stretch begins that is being chosen: under the pointer, or marked with Enter.
  const [anchorMs, setAnchor] = useState<number | null>(null);
  const downX = useRef<number | null>(null);

  const momentAt = (event: React.PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return fromMs + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * span;
  };
  const choose = (one: number, other: number) => {
    setAnchor(null);
    const chosen = { fromMs: Math.min(one, other), toMs: Math.max(one, other) };
    if (chosen.toMs - chosen.fromMs >= SHORTEST_MS) onZoom(chosen);
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction(event.key, event.shiftKey);
    if (!action) return;
    event.preventDefault();
    const here = atMs ?? toMs;
    switch (action.kind) {
      case 'step': {
        const found = next(here, action.direction) ?? here;
        return pointAt(Math.min(toMs, Math.max(fromMs, found)));
      }
      case 'leap':
        return pointAt(Math.min(toMs, Math.max(fromMs, here + action.direction * span * 0.1)));
      case 'edge':
        return pointAt(action.direction === -1 ? fromMs : toMs);
      case 'zoom':
        return onZoomBy(action.factor, here);
      case 'mark':
        if (anchorMs !== null && atMs !== null && anchorMs !== atMs) return choose(anchorMs, atMs);
        pointAt(here);
        return setAnchor(here);
      case 'leave':
        if (anchorMs !== null) return setAnchor(null);
        return pointAt(null);
    }
  };

  const place = (moment: number) => `${((Math.min(toMs, Math.max(fromMs, moment)) - fromMs) / span) * 100}%`;
  const marked = anchorMs !== null ? 'A stretch begins here. ' : '';
  return (
    // Not a range input: that cannot be dragged over to choose a stretch.
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={Math.round(fromMs)}
      aria-valuemax={Math.round(toMs)}
      aria-valuenow={Math.round(atMs ?? toMs)}
      aria-valuetext={atMs === null ? 'No moment chosen' : `${marked}${describe(atMs)}`}
      aria-describedby={TIME_KEYS_ID}
      className="absolute touch-pan-y cursor-crosshair rounded-sm select-none"
      style={{ left: LANE.left, right: LANE.right, top, bottom }}
      onKeyDown={onKeyDown}
      onBlur={() => {
        setAnchor(null);
        pointAt(null);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        downX.current = event.clientX;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointAt(momentAt(event));
      }}
      onPointerMove={(event) => {
        const moment = momentAt(event);
        const started = downX.current;
        if (started !== null && anchorMs === null && Math.abs(event.clientX - started) > DRAG_AFTER_PX) {
          setAnchor(moment - ((event.clientX - started) / event.currentTarget.clientWidth) * span);
        }
        pointAt(moment);
      }}
      onPointerUp={(event) => {
        if (downX.current !== null && anchorMs !== null) choose(anchorMs, momentAt(event));
        downX.current = null;
      }}
      onPointerCancel={() => {
        downX.current = null;
        setAnchor(null);
      }}
      onPointerLeave={(event) => {
        if (event.pointerType === 'mouse' && downX.current === null) pointAt(null);
      }}
    >
      {anchorMs !== null && atMs !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 border-x-2 border-accent bg-accent/15"
          style={{
            left: place(Math.min(anchorMs, atMs)),
            right: `calc(100% - ${place(Math.max(anchorMs, atMs))})`,
          }}
        />
      )}
      {atMs !== null && (
        <div
          className={classNames('pointer-events-none absolute inset-y-0 w-px -translate-x-1/2 bg-ink-soft')}
          style={{ left: place(atMs) }}
        />
      )}
    </div>
  );
}

/** Says how to use the crosshair; once on a page that has any. */
export function TimeKeysHint() {
  return (
    <p id={TIME_KEYS_ID} className="text-xs text-ink-soft">
      Drag over a chart to zoom in. On the keyboard: arrows move the crosshair from reading to reading, with Shift by a
      tenth; Enter marks where a stretch begins and, pressed again, zooms into it; + and − zoom; Escape leaves.
    </p>
  );
}
