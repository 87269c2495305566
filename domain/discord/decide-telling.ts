// Whether the state of a device is news for the channel.
import type { Device } from '../devices/device';
import { describeReason } from '../presence/describe-reason';
import type { DevicePresence } from '../presence/device-presence';
import { gatewayOf } from '../telemetry/thing-names';
import type { ChannelSettings } from './channel-settings';
import type { Telling, ToldOutage } from './telling';

/** What is known of one thing when its turn comes. */
export interface KnownThing {
  presence: DevicePresence | null;
  told: ToldOutage | null;
  device: Device | null;
  /** How many children at least speak through it. */
  children: number;
}

/**
 * `tell`: it is news. `forget`: an outage is over that nobody wants to hear more of. `nothing` says why there is no news:
 * `unknown`, `notInService` (in maintenance, disabled or retired), `muted`, `otherSite`, `notWanted`, `alreadyTold`,
 * `neverTold` (it is online and no outage was told).
 */
export type TellingDecision =
  | { action: 'tell'; telling: Telling }
  | { action: 'forget' }
  | {
      action: 'nothing';
      why: 'unknown' | 'notInService' | 'muted' | 'otherSite' | 'notWanted' | 'alreadyTold' | 'neverTold';
    };

/**
 * Decides from the present state and from what was told before, never from the event that woke it: so events may come
 * late, twice and in any order, and what no longer holds is not told. Never throws.
 */
export function decideTelling(
  thingName: string,
  { presence, told, device, children }: KnownThing,
  settings: ChannelSettings,
  nowMs: number,
): TellingDecision {
  const silent = whySilent(thingName, device, settings, nowMs);
  if (!presence || presence.presence === 'unknown') return { action: 'nothing', why: 'unknown' };
  const over = presence.presence === 'online';
  if (over && !told) return { action: 'nothing', why: 'neverTold' };
  if (silent || !settings.transitions.includes(presence.presence)) {
    return over ? { action: 'forget' } : { action: 'nothing', why: silent ?? 'notWanted' };
  }
  if (!over && told?.presence === presence.presence) return { action: 'nothing', why: 'alreadyTold' };
  // A clock that runs ahead must not make an outage begin in the future.
  const since = Math.min(presence.since, nowMs);
  return {
    action: 'tell',
    telling: {
      transition: presence.presence,
      thingName,
      name: device?.name ?? null,
      site: device?.site ?? null,
      since,
      reason: describeReason(presence.reason),
      downMs: over && told ? Math.max(0, since - told.since) : null,
      children,
    },
  };
}

function whySilent(thingName: string, device: Device | null, settings: ChannelSettings, nowMs: number) {
  if (device && device.lifecycle !== 'active' && device.lifecycle !== 'provisioning') return 'notInService';
  if (Object.hasOwn(settings.mutes, thingName) && (settings.mutes[thingName] ?? 0) > nowMs) return 'muted';
  if (settings.sites && !settings.sites.includes(device?.site ?? '')) return 'otherSite';
  return null;
}

/**
 * Returns the tellings without those of children whose gateway is among them with the same transition: the gateway's
 * says how many there are.
 */
export function rollUpChildren(tellings: readonly Telling[]): Telling[] {
  const key = (thingName: string, { transition }: Telling) => `${transition} ${thingName}`;
  const own = new Map(
    tellings
      .filter(({ thingName }) => gatewayOf(thingName) === null)
      .map((each) => [key(each.thingName, each), { ...each }]),
  );
  const folded = new Map<string, number>();
  const rest: Telling[] = [];
  for (const telling of tellings) {
    const gateway = gatewayOf(telling.thingName);
    if (gateway === null) continue;
    const of = key(gateway, telling);
    if (own.has(of)) folded.set(of, (folded.get(of) ?? 0) + 1);
    else rest.push(telling);
  }
  for (const [of, count] of folded) {
    const telling = own.get(of);
    if (telling) telling.children = Math.max(telling.children, count);
  }
  return [...own.values(), ...rest];
}
