// One device in the grid. It renders again only when its own thing changes.
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { classNames } from '../../../ui/class-names';
import { useIsOlderThan } from '../../../ui/clock';
import { formatNumber } from '../../../ui/format-number';
import { Sparkline } from '../../../ui/sparkline';
import { devicePath } from '../device-path';
import { displayName, oldAfterMs, presenceOf } from '../fleet-thing';
import { MetricValue } from '../metric-value';
import { Battery, Signal } from '../power-and-signal';
import { PresenceBadge } from '../presence-badge';
import { NoReading, ReadingAge } from '../reading-age';
import { leadFirst, type ShownMetric, shownMetrics } from '../shown-metrics';
import { ThingBadges } from '../thing-badges';
import { useThing } from '../use-fleet';

interface FleetTileProps {
  thingName: string;
  lead: string | null;
  position: number;
  count: number;
  /** Where in the grid, in pixels. */
  left: number;
  top: number;
  width: number;
  height: number;
}

export const FleetTile = memo(function FleetTile(props: FleetTileProps) {
  const { thingName, lead, position, count, left, top, width, height } = props;
  const thing = useThing(thingName);
  if (!thing) return null;
  const { device, latest } = thing;
  const limit = oldAfterMs(device);
  const name = displayName(thing);
  const presence = presenceOf(thing);
  const metrics = latest ? mainFirst(leadFirst(shownMetrics(latest, device?.capabilities, true), lead), lead) : [];
  const [main, next] = metrics;
  const second = [name === thingName ? null : thingName, device?.site].filter(Boolean).join(' · ');

  return (
    <li
      aria-posinset={position}
      aria-setsize={count}
      className="absolute top-0 left-0 contain-strict"
      style={{ width, height, transform: `translate(${left}px, ${top}px)` }}
    >
      <div
        className={classNames(
          'relative flex h-full flex-col gap-2 overflow-hidden rounded-lg border bg-surface p-3.5 transition-colors hover:border-line-strong',
          presence === 'online' ? 'border-line' : 'border-dashed border-line-strong',
        )}
      >
        <div>
          <div className="flex items-start justify-between gap-3">
            <Link
              to={devicePath(thingName)}
              title={name}
              className="block truncate font-semibold after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {name}
            </Link>
            <PresenceBadge presence={presence} className="shrink-0" />
          </div>
          <div className="truncate text-sm text-ink-soft" title={second}>
            {second || '\u00a0'}
          </div>
        </div>
        <div className="flex min-h-11 items-start gap-4">
          {main && (
            <div className="min-w-0 flex-1">
              <MetricValue shown={main} oldAfterMs={limit} />
            </div>
          )}
          {next && (
            <div className="min-w-0 flex-1">
              <MetricValue shown={next} oldAfterMs={limit} />
            </div>
          )}
        </div>
        <div className="min-h-0 flex-1">{main && <RecentLine shown={main} oldAfterMs={limit} />}</div>
        {/* What has no room goes to a line that is not seen, rather than being cut. */}
        <div className="flex max-h-5 flex-wrap gap-1.5 overflow-hidden empty:hidden">
          <ThingBadges thing={thing} />
        </div>
        <div className="flex h-5 items-center gap-3 overflow-hidden">
          {latest?.batteryPercent != null && <Battery percent={latest.batteryPercent} />}
          {latest?.rssiDbm != null && <Signal dbm={latest.rssiDbm} />}
          <span className="ml-auto shrink-0">
            {latest ? <ReadingAge sinceMs={latest.observedAt} oldAfterMs={limit} /> : <NoReading />}
          </span>
        </div>
      </div>
    </li>
  );
});

/** What can be drawn goes before what cannot, unless the view is about something. */
function mainFirst(metrics: ShownMetric[], lead: string | null): ShownMetric[] {
  if (lead !== null && metrics[0]?.name === lead) return metrics;
  const number = metrics.find(({ metric }) => typeof metric.value === 'number');
  return number ? [number, ...metrics.filter((metric) => metric !== number)] : metrics;
}

function RecentLine({ shown, oldAfterMs: limit }: { shown: ShownMetric; oldAfterMs: number }) {
  const { recent, observedAt } = shown.metric;
  const old = useIsOlderThan(observedAt, limit);
  if (recent.length < 2) return null;
  const range = `${formatNumber(Math.min(...recent))} to ${formatNumber(Math.max(...recent))}`;
  return (
    <div className="flex h-full flex-col">
      <Sparkline values={recent} old={old} className="min-h-0 flex-1" />
      <div className="truncate pt-0.5 text-xs text-ink-soft">
        last {recent.length}: {range} {shown.unit}
      </div>
    </div>
  );
}
