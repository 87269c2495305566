// Says that a live window has lost its oldest readings because there were too many.
import { useSyncExternalStore } from 'react';
import { useIsOlderThan } from '../../ui/clock';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { spanOf, type TimeView } from '../../ui/time-view';
import type { TelemetryCollection } from './telemetry-collection';

interface ForgottenNoteProps {
  readings: TelemetryCollection;
  view: TimeView;
}

/** Nothing while all of the window is there. A range with two ends says by itself that it holds too much. */
export function ForgottenNote({ readings, view }: ForgottenNoteProps) {
  const beforeMs = useSyncExternalStore(readings.onChange, readings.samples.forgotBeforeMs);
  const isPast = useIsOlderThan(beforeMs, spanOf(view));
  if (view.kind !== 'live' || isPast) return null;
  return (
    <Notice tone="info">
      There are more readings in this window than can be shown: it begins at <Moment atMs={beforeMs} shape="moment" />.
    </Notice>
  );
}
