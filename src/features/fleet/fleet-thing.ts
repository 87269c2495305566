// One line of the fleet: what people say of a device, what it measured last, and whether it is there.
import type { Device } from '../../../domain/devices/device';
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { gatewayOf } from '../../../domain/telemetry/thing-names';

/** Everything known of one thing; a part is null while nothing is. Never changed in place. */
export interface FleetThing {
  thingName: string;
  device: Device | null;
  latest: DeviceLatest | null;
  presence: DevicePresence | null;
  /** The presence of the gateway that speaks for this thing; null for a thing that speaks for itself. */
  gatewayPresence: DevicePresence | null;
}

/** Returns the name to show first: the friendly one, or the thing's own. */
export function displayName(thing: FleetThing): string {
  return thing.device?.name?.trim() || thing.thingName;
}

/** Returns the thing that speaks for this one, or null. */
export function gatewayOfThing(thing: FleetThing): string | null {
  return thing.latest?.gateway ?? gatewayOf(thing.thingName);
}

/** Returns the connection that counts for a thing: a gateway's child is there when its gateway is. */
export function decidingPresence(thing: FleetThing): DevicePresence | null {
  return gatewayOfThing(thing) === null ? thing.presence : thing.gatewayPresence;
}

/** Returns whether the thing is there; `unknown` when nothing was ever heard of its connection. */
export function presenceOf(thing: FleetThing): Presence {
  return decidingPresence(thing)?.presence ?? 'unknown';
}

const NEVER_OLDER_THAN_MS = 5 * 60_000;

/**
 * Returns after how long a reading counts as old: three times the expected interval, and never less than five minutes,
 * so that one lost reading does not alarm.
 */
export function oldAfterMs(device: Device | null): number {
  return Math.max(3 * (device?.expectedIntervalMs ?? 0), NEVER_OLDER_THAN_MS);
}
