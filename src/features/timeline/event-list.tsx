// What happened to a device lately.
import { CircleAlert, Plug, ShieldAlert, Unplug, Volume2, VolumeX, Wrench } from 'lucide-react';
import type { DeviceEventKind } from '../../../domain/timeline/device-event';
import { inWords } from '../../cloud/cloud-error';
import { classNames } from '../../ui/class-names';
import { Moment } from '../../ui/moment';
import { Notice } from '../../ui/notice';
import { describeEvent } from './describe-event';
import type { DeviceEvents } from './use-device-events';

const SHOWN = 12;

const LOOKS: Record<DeviceEventKind, { icon: typeof Plug; ink: string }> = {
  connected: { icon: Plug, ink: 'text-good' },
  disconnected: { icon: Unplug, ink: 'text-ink-soft' },
  silent: { icon: VolumeX, ink: 'text-warn' },
  heard: { icon: Volume2, ink: 'text-good' },
  presenceRepaired: { icon: Wrench, ink: 'text-ink-soft' },
  connectFailed: { icon: ShieldAlert, ink: 'text-warn' },
  payloadRejected: { icon: CircleAlert, ink: 'text-warn' },
};

/** The newest events of a device. */
export function EventList({ events, failure }: DeviceEvents) {
  if (failure !== null && events === null) return <Notice tone="bad">{inWords(failure)}</Notice>;
  if (events === null) return <div role="status" aria-label="Loading events" className="skeleton h-28" />;
  if (events.length === 0) return <p className="text-sm text-ink-soft">Nothing has happened yet.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {events.slice(0, SHOWN).map((event) => {
        const { icon: Icon, ink } = LOOKS[event.kind];
        const { title, explanation } = describeEvent(event);
        return (
          <li key={event.eventId} className="flex gap-3 text-sm">
            <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', ink)} />
            <div className="min-w-0 flex-1">
              <div className="flex justify-between gap-3">
                <span className="font-medium">{title}</span>
                <span className="shrink-0 text-ink-soft">
                  <Moment atMs={event.at} shape="day" />
                </span>
              </div>
              {explanation && <p className="text-ink-soft">{explanation}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
