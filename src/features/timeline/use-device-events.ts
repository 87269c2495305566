// The timeline of one device for as long as its page is open: followed, and fetched again after every gap.
import { useEffect, useState } from 'react';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import { fetchDeviceEvents } from '../../cloud/device-events';
import { mergeEvents } from './merge-events';

// A day of a device that connects every few minutes.
const KEPT = 200;

export interface DeviceEvents {
  /** The newest 200, newest first; null before any came. */
  events: readonly DeviceEvent[] | null;
  /** Why the last fetch failed; null when it did not. */
  failure: unknown;
}

interface DeviceEventsSource {
  /** Calls its listener with every device's events as they happen; returns what stops it. */
  onEvent: (listener: (event: DeviceEvent) => void) => () => void;
  /** Changes when events may have been missed: they are then fetched again. */
  gap: unknown;
}

/** Returns a device's events. Mount it with the thing's name as key. */
export function useDeviceEvents(thingName: string, { onEvent, gap }: DeviceEventsSource): DeviceEvents {
  const [events, setEvents] = useState<readonly DeviceEvent[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(
    () =>
      onEvent((event) => {
        if (event.thingName === thingName) setEvents((known) => mergeEvents(known ?? [], [event], KEPT));
      }),
    [onEvent, thingName],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the gap says when to fetch again.
  useEffect(() => {
    let over = false;
    fetchDeviceEvents(thingName, KEPT).then(
      (fetched) => {
        if (over) return;
        setFailure(null);
        setEvents((known) => mergeEvents(known ?? [], fetched, KEPT));
      },
      (thrown) => {
        if (!over) setFailure(thrown);
      },
    );
    return () => {
      over = true;
    };
  }, [thingName, gap]);

  return { events, failure };
}
