// One device in a narrow list: its name, whether it is there, and what it measures first.
import { Link } from 'react-router-dom';
import { devicePath } from './device-path';
import { displayName, oldAfterMs, presenceOf } from './fleet-thing';
import { MetricValue } from './metric-value';
import { PresenceBadge } from './presence-badge';
import { NoReading, ReadingAge } from './reading-age';
import { leadFirst, shownMetrics } from './shown-metrics';
import { useThing } from './use-fleet';

/** A line that links to the device; the metric called `lead` is shown, else its first. */
export function ThingLine({ thingName, lead }: { thingName: string; lead: string | null }) {
  const thing = useThing(thingName);
  if (!thing) return null;
  const { device, latest } = thing;
  const [metric] = latest ? leadFirst(shownMetrics(latest, device?.capabilities, true), lead) : [];
  const limit = oldAfterMs(device);
  const name = displayName(thing);
  return (
    <div className="relative flex flex-col gap-1 px-1 py-2.5 hover:bg-raised">
      <div className="flex items-start justify-between gap-3">
        <Link
          to={devicePath(thingName)}
          title={name}
          className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {name}
        </Link>
        <PresenceBadge presence={presenceOf(thing)} className="shrink-0" />
      </div>
      <div className="flex items-end justify-between gap-3">
        {metric ? <MetricValue shown={metric} oldAfterMs={limit} /> : <span />}
        {latest ? <ReadingAge sinceMs={latest.observedAt} oldAfterMs={limit} /> : <NoReading />}
      </div>
    </div>
  );
}
