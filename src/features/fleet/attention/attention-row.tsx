// One device that needs attention: what is wrong, since when, and where.
import {
  BatteryLow,
  BatteryWarning,
  CircleSlash,
  FileX,
  Hourglass,
  type LucideIcon,
  MapPin,
  SignalLow,
} from 'lucide-react';
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { Age } from '../../../ui/age';
import { classNames } from '../../../ui/class-names';
import { Moment } from '../../../ui/moment';
import { devicePath } from '../device-path';
import { fleet } from '../fleet';
import { displayName, type FleetThing } from '../fleet-thing';
import { useThing } from '../use-fleet';
import type { AttentionEntry } from './attention';
import type { Concern, ConcernKind } from './concerns';
import { describeConcern } from './describe-concern';

const LOOKS: Record<ConcernKind, { icon: LucideIcon; ink: string }> = {
  offline: { icon: CircleSlash, ink: 'text-bad' },
  stale: { icon: Hourglass, ink: 'text-warn' },
  batteryCritical: { icon: BatteryWarning, ink: 'text-bad' },
  rejects: { icon: FileX, ink: 'text-warn' },
  batteryLow: { icon: BatteryLow, ink: 'text-warn' },
  signalWeak: { icon: SignalLow, ink: 'text-warn' },
};

/** A line that links to the device. The worst concern leads; the others follow in a word each. */
export const AttentionRow = memo(function AttentionRow({ entry }: { entry: AttentionEntry }) {
  const thing = useThing(entry.name);
  const [worst, ...others] = entry.concerns;
  if (!thing || !worst) return null;
  const { icon: Icon, ink } = LOOKS[worst.kind];
  const { what, why } = describeConcern(worst);
  const name = displayName(thing);
  const behind = worst.kind === 'offline' ? fleet.store.childrenOf(entry.name).length : 0;
  const more = [
    ...(behind > 0 ? [`${behind} ${behind === 1 ? 'device' : 'devices'} behind it`] : []),
    ...others.map((concern) => describeConcern(concern).what),
  ];

  return (
    <li className="relative grid grid-cols-[1.25rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-0.5 border-t border-line px-4 py-2.5 transition-colors first:border-t-0 hover:bg-raised lg:grid-cols-[1.25rem_minmax(0,4fr)_minmax(0,4fr)_minmax(0,3fr)] lg:items-center lg:gap-x-4">
      <Icon aria-hidden className={classNames('live-value mt-0.5 size-5 lg:mt-0', ink)} />
      <div className="min-w-0">
        <div className={classNames('live-value font-semibold', ink)}>{what}</div>
        {(why || more.length > 0) && (
          <div className="text-sm text-ink-soft lg:truncate" title={[why, ...more].filter(Boolean).join(' · ')}>
            {[why, ...more].filter(Boolean).join(' · ')}
          </div>
        )}
      </div>
      <div className="col-start-2 row-start-2 min-w-0 lg:col-start-3 lg:row-start-1">
        <Link
          to={devicePath(entry.name)}
          title={name}
          className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <Where thing={thing} />
      </div>
      <div className="text-right text-sm">
        <SinceWhen concern={worst} thing={thing} />
      </div>
    </li>
  );
});

function Where({ thing }: { thing: FleetThing }) {
  const where = thing.device?.site ?? thing.device?.location?.label;
  return (
    <div className="flex min-w-0 items-center gap-1 text-sm text-ink-soft">
      {where && <MapPin aria-hidden className="size-3.5 shrink-0" />}
      <span className="truncate" title={where ?? undefined}>
        {where ?? 'no site known'}
      </span>
    </div>
  );
}

function SinceWhen({ concern, thing }: { concern: Concern; thing: FleetThing }) {
  if (concern.sinceMs !== null) {
    return (
      <>
        <div className="whitespace-nowrap font-medium">
          since <Moment atMs={concern.sinceMs} shape={isToday(concern.sinceMs) ? 'minute' : 'day'} />
        </div>
        <Age sinceMs={concern.sinceMs} className="whitespace-nowrap text-ink-soft" />
      </>
    );
  }
  // Since when a battery has been low is not kept; when it was measured is.
  return thing.latest ? (
    <span className="whitespace-nowrap text-ink-soft">
      measured <Age sinceMs={thing.latest.observedAt} />
    </span>
  ) : null;
}

const DAY_MS = 86_400_000;

function isToday(atMs: number): boolean {
  return Date.now() - atMs < DAY_MS / 2;
}
