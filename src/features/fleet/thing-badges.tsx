// What is special about a device, in a word each.
import { Badge } from '../../ui/badge';
import { type FleetThing, gatewayOfThing } from './fleet-thing';

/** What cannot be believed first: a clock that is off; then unregistered, simulated, spoken for by a gateway. */
export function ThingBadges({ thing }: { thing: FleetThing }) {
  const gateway = gatewayOfThing(thing);
  return (
    <>
      {thing.latest?.clockRejected && (
        <Badge tone="warn" title="Its own time is too far off to be believed; the time of arrival stands in">
          device clock is off
        </Badge>
      )}
      {!thing.device && (
        <Badge tone="accent" title="It reports, but nobody has described it yet">
          Unregistered
        </Badge>
      )}
      {thing.device?.simulated && <Badge title="Part of the demonstration fleet">Simulated</Badge>}
      {gateway !== null && <Badge title={`${gateway} speaks for it`}>via {gateway}</Badge>}
    </>
  );
}
