// One device in the list: a line on a wide screen, a card on a phone. It renders again only when its own thing changes.
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { classNames } from '../../ui/class-names';
import { devicePath } from './device-path';
import { displayName, oldAfterMs, presenceOf } from './fleet-thing';
import { MetricValue } from './metric-value';
import { Battery, Signal } from './power-and-signal';
import { PresenceBadge } from './presence-badge';
import { NoReading, ReadingAge } from './reading-age';
import { leadFirst, shownMetrics } from './shown-metrics';
import { ThingBadges } from './thing-badges';
import { useThing } from './use-fleet';

/** Heights in pixels, fixed so that the list knows its length without measuring. */
export const ROW_HEIGHT = { wide: 80, narrow: 168 };

const METRICS = { wide: 4, narrow: 3 };

interface ThingRowProps {
  thingName: string;
  /** Pixels from the top of the list. */
  top: number;
  wide: boolean;
  lead: string | null;
  position: number;
  count: number;
}

export const ThingRow = memo(function ThingRow({ thingName, top, wide, lead, position, count }: ThingRowProps) {
  const thing = useThing(thingName);
  if (!thing) return null;
  const { device, latest } = thing;
  const metrics = latest ? leadFirst(shownMetrics(latest, device?.capabilities, true), lead) : [];
  const shown = metrics.slice(0, wide ? METRICS.wide : METRICS.narrow);
  const more = metrics.length - shown.length;
  const limit = oldAfterMs(device);
  const name = displayName(thing);
  const second = [name === thingName ? null : thingName, device?.site].filter(Boolean).join(' · ');

  const title = (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-2">
        <Link
          to={devicePath(thingName)}
          title={name}
          className="truncate font-semibold after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        {wide && <ThingBadges thing={thing} />}
      </div>
      <div className="truncate text-sm text-ink-soft" title={second}>
        {second || '\u00a0'}
      </div>
    </div>
  );
  const power = (
    <>
      {latest?.batteryPercent != null && <Battery percent={latest.batteryPercent} />}
      {latest?.rssiDbm != null && <Signal dbm={latest.rssiDbm} />}
    </>
  );
  const age = latest ? <ReadingAge sinceMs={latest.observedAt} oldAfterMs={limit} /> : <NoReading />;

  return (
    <li
      aria-posinset={position}
      aria-setsize={count}
      className={classNames('absolute inset-x-0 top-0 contain-strict', !wide && 'pb-2.5')}
      style={{ height: wide ? ROW_HEIGHT.wide : ROW_HEIGHT.narrow, transform: `translateY(${top}px)` }}
    >
      {wide ? (
        <div className="relative grid h-full grid-cols-[6.5rem_minmax(0,5fr)_minmax(0,6fr)_6rem_6.5rem] items-center gap-5 border-b border-line px-4 transition-colors hover:bg-raised">
          <PresenceBadge presence={presenceOf(thing)} />
          {title}
          <div className="grid min-w-0 grid-cols-4 gap-4">
            {shown.map((each) => (
              <MetricValue key={each.name} shown={each} oldAfterMs={limit} />
            ))}
          </div>
          <div className="flex flex-col gap-0.5">{power}</div>
          <div className="text-right">
            {age}
            {more > 0 && <div className="text-xs text-ink-soft">+{more} more</div>}
          </div>
        </div>
      ) : (
        <div className="relative flex h-full flex-col justify-between rounded-lg border border-line bg-surface p-3.5">
          <div className="flex items-start justify-between gap-3">
            {title}
            <PresenceBadge presence={presenceOf(thing)} className="shrink-0" />
          </div>
          <div className="grid grid-cols-3 gap-3">
            {shown.map((each) => (
              <MetricValue key={each.name} shown={each} oldAfterMs={limit} />
            ))}
          </div>
          <div className="flex items-center gap-3 overflow-hidden">
            {power}
            <ThingBadges thing={thing} />
            <span className="ml-auto">{age}</span>
          </div>
        </div>
      )}
    </li>
  );
});
