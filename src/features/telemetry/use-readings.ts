// React's bindings to the readings of one device.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { fetchTelemetry, followTelemetry } from '../../cloud/telemetry-feed';
import type { TimeView } from '../../ui/time-view';
import { createTelemetryCollection, type TelemetryCollection } from './telemetry-collection';

/** Follows the readings of a thing as long as the component is shown. Mount it with the thing's name as key. */
export function useReadings(thingName: string, view: TimeView): TelemetryCollection {
  const [readings] = useState(() =>
    createTelemetryCollection(
      {
        follow: (listener) => followTelemetry(thingName, listener),
        fetch: (fromMs, toMs, onSamples) => fetchTelemetry(thingName, fromMs, toMs, onSamples),
        nowMs: () => Date.now(),
        after: (delayMs, action) => {
          const timer = setTimeout(action, delayMs);
          return () => clearTimeout(timer);
        },
        schedule: (flush) => requestAnimationFrame(flush),
      },
      view,
    ),
  );
  useEffect(() => readings.start(), [readings]);
  useEffect(() => readings.show(view), [readings, view]);
  return readings;
}

/** Returns a number that grows with every flush of readings: a component that uses it renders at most once a frame. */
export function useReadingsVersion(readings: TelemetryCollection): number {
  return useSyncExternalStore(readings.onChange, readings.samples.version);
}
