// Who a device is and whether it is there.
import { MapPin } from 'lucide-react';
import { Link } from 'react-router-dom';
import { useStore } from 'zustand';
import { describeReason } from '../../../domain/presence/describe-reason';
import { Age } from '../../ui/age';
import { Badge } from '../../ui/badge';
import { formatTime } from '../../ui/format-time';
import { zoneChoice } from '../../ui/time-zone';
import { AsOf } from './as-of';
import { devicePath } from './device-path';
import { decidingPresence, displayName, type FleetThing, gatewayOfThing, presenceOf } from './fleet-thing';
import { Battery, Signal } from './power-and-signal';
import { PresenceBadge } from './presence-badge';
import { ThingBadges } from './thing-badges';

/** The head of a device's page: name, thing name, presence with its beginning and reason, site, type and tags. */
export function ThingHeader({ thing }: { thing: FleetThing }) {
  const { device, latest } = thing;
  const name = displayName(thing);
  return (
    <header className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold">{name}</h1>
        <ThingBadges thing={thing} />
        <AsOf />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 text-sm text-ink-soft">
        <PresenceSentence thing={thing} />
        {name !== thing.thingName && <span className="font-mono">{thing.thingName}</span>}
        {device?.site && (
          <span className="inline-flex items-center gap-1.5">
            <MapPin aria-hidden className="size-4 shrink-0" />
            {device.site}
          </span>
        )}
        {device?.type && <span>{device.type}</span>}
        {latest?.batteryPercent != null && <Battery percent={latest.batteryPercent} />}
        {latest?.rssiDbm != null && <Signal dbm={latest.rssiDbm} />}
        {device?.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </div>
    </header>
  );
}

function PresenceSentence({ thing }: { thing: FleetThing }) {
  const zone = useStore(zoneChoice, (state) => state.zone);
  const presence = decidingPresence(thing);
  const gateway = gatewayOfThing(thing);
  if (!presence) {
    return (
      <span className="inline-flex items-center gap-2">
        <PresenceBadge presence="unknown" />
        no connection was ever seen
      </span>
    );
  }
  const reason = presence.presence === 'offline' ? `, because ${describeReason(presence.reason)}` : '';
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <PresenceBadge presence={presenceOf(thing)} />
      <span title={formatTime(presence.since, 'full', zone)}>
        {gateway !== null && (
          <>
            gateway{' '}
            <Link to={devicePath(gateway)} className="text-accent underline underline-offset-4">
              {gateway}
            </Link>{' '}
          </>
        )}
        since {formatTime(presence.since, 'day', zone)} (<Age sinceMs={presence.since} />){reason}
      </span>
    </span>
  );
}
