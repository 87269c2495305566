// A device's presence over the same stretch of time as its charts.
import { useMemo } from 'react';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import { Moment } from '../../ui/moment';
import { TimeBand } from '../../ui/time-band';
import type { TimeView } from '../../ui/time-view';
import { useTimeBounds } from '../../ui/use-time-bounds';
import { type PresenceStretch, presenceStretches } from './presence-stretches';

const INKS = ['text-good', 'text-bad', 'text-warn'];
const LOOKS: Record<
  PresenceStretch['presence'],
  { label: string; look: 'solid' | 'hatched' | 'outline'; ink: number }
> = {
  online: { label: 'Online', look: 'solid', ink: 0 },
  offline: { label: 'Offline', look: 'hatched', ink: 1 },
  stale: { label: 'Stale', look: 'outline', ink: 2 },
};

interface PresenceBandProps {
  /** The device's timeline, in any order. */
  events: readonly DeviceEvent[];
  view: TimeView;
}

/** Online, offline and stale as bands, and the changes in words. */
export function PresenceBand({ events, view }: PresenceBandProps) {
  const bounds = useTimeBounds(view);
  const stretches = useMemo(() => presenceStretches(events, bounds.toMs), [events, bounds.toMs]);
  const bands = useMemo(
    () => stretches.map(({ presence, ...times }) => ({ ...times, ...LOOKS[presence] })),
    [stretches],
  );
  const shown = stretches.filter(({ fromMs, toMs }) => toMs >= bounds.fromMs && fromMs <= bounds.toMs);
  if (stretches.length === 0) return null;
  return (
    <section aria-label="Presence" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4">
      <h3 className="text-sm text-ink-soft">Presence</h3>
      <TimeBand bounds={bounds} bands={bands} inks={INKS} />
      <ol className="sr-only">
        {shown.map(({ presence, fromMs }) => (
          <li key={fromMs}>
            {LOOKS[presence].label} since <Moment atMs={fromMs} shape="full" />
          </li>
        ))}
      </ol>
    </section>
  );
}
