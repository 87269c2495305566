// What is wrong with a device, from what is known of it. Thresholds: docs/dashboard.md tells them to people.
import { batteryLevel } from '../../../../domain/devices/battery-level';
import { decidingPresence, type FleetThing, gatewayOfThing, oldAfterMs } from '../fleet-thing';

export type ConcernKind = 'offline' | 'stale' | 'batteryCritical' | 'rejects' | 'batteryLow' | 'signalWeak';

/** One thing that is wrong. */
export interface Concern {
  kind: ConcernKind;
  /** When it began, epoch ms; null for what is only known since its last measurement. */
  sinceMs: number | null;
  /** Whole percent or dBm, or how many payloads were rejected. */
  value: number | null;
  /** Why the connection ended, as the broker says. */
  reason: string | null;
}

/** Payloads of one thing that were rejected lately. */
export interface RejectTally {
  count: number;
  firstAtMs: number;
}

/** What else decides whether something is wrong. */
export interface ConcernContext {
  nowMs: number;
  /** What was wrong before: a value that hovers at a threshold must not come and go. */
  before: readonly Concern[];
  rejects: RejectTally | null;
}

// Once raised, a battery must be charged and a signal improve by this much before it is fine again.
const BATTERY_RAISED_BELOW = 20;
const BATTERY_FINE_FROM = 22;
const SIGNAL_RAISED_BELOW_DBM = -85;
const SIGNAL_FINE_FROM_DBM = -82;

/**
 * Returns what is wrong with a thing, the worst first; nothing for a device that is not in service (in maintenance,
 * disabled, retired, or still being provisioned). A device that said goodbye and whose next report is not overdue is
 * asleep, not missing; a gateway's child is not blamed for its gateway's silence.
 */
export function concernsOf(thing: FleetThing, { nowMs, before, rejects }: ConcernContext): Concern[] {
  if (!isInService(thing)) return [];
  const found: (Concern | null)[] = [
    connectionConcern(thing, nowMs),
    batteryConcern(thing, before),
    rejects && { kind: 'rejects', sinceMs: rejects.firstAtMs, value: rejects.count, reason: null },
    signalConcern(thing, before),
  ];
  return found.filter((concern) => concern !== null).sort((a, b) => severityOf(a.kind) - severityOf(b.kind));
}

const SEVERITIES: readonly ConcernKind[] = [
  'offline',
  'stale',
  'batteryCritical',
  'rejects',
  'batteryLow',
  'signalWeak',
];

/** Returns how a kind of concern ranks: 0 is the worst. */
export function severityOf(kind: ConcernKind): number {
  return SEVERITIES.indexOf(kind);
}

/** Says whether anybody should be told of what is wrong with a thing. Of one that nobody registered nobody said otherwise. */
export function isInService({ device }: FleetThing): boolean {
  return device === null || device.lifecycle === 'active';
}

/**
 * Says whether a device is away on purpose: it said goodbye, it is known how often it reports, and its next report is not
 * overdue.
 */
export function isAsleep(thing: FleetThing, nowMs: number): boolean {
  const presence = decidingPresence(thing);
  if (presence?.presence !== 'offline' || presence.reason !== 'CLIENT_INITIATED_DISCONNECT') return false;
  return thing.device?.expectedIntervalMs != null && thing.latest !== null && !isSilent(thing, nowMs);
}

function connectionConcern(thing: FleetThing, nowMs: number): Concern | null {
  const presence = decidingPresence(thing);
  if (!presence) return null;
  const isChild = gatewayOfThing(thing) !== null;
  if (presence.presence === 'offline') {
    if (isChild || isAsleep(thing, nowMs)) return null;
    return { kind: 'offline', sinceMs: presence.since, value: null, reason: presence.reason };
  }
  if (presence.presence === 'stale' && !isChild) {
    return { kind: 'stale', sinceMs: presence.since, value: null, reason: null };
  }
  // Connected, but overdue. How often a device should report must be known: nothing is late that was never promised.
  const isOverdue = thing.device?.expectedIntervalMs != null && thing.latest !== null && isSilent(thing, nowMs);
  return isOverdue ? { kind: 'stale', sinceMs: thing.latest?.receivedAt ?? nowMs, value: null, reason: null } : null;
}

function isSilent({ device, latest }: FleetThing, nowMs: number): boolean {
  return latest !== null && nowMs - latest.receivedAt > oldAfterMs(device);
}

function batteryConcern({ latest }: FleetThing, before: readonly Concern[]): Concern | null {
  const percent = latest?.batteryPercent ?? null;
  if (percent === null) return null;
  const wasLow = before.some(({ kind }) => kind === 'batteryLow' || kind === 'batteryCritical');
  if (percent >= (wasLow ? BATTERY_FINE_FROM : BATTERY_RAISED_BELOW)) return null;
  const kind = batteryLevel(percent) === 'critical' ? 'batteryCritical' : 'batteryLow';
  return { kind, sinceMs: null, value: Math.round(percent), reason: null };
}

function signalConcern({ latest }: FleetThing, before: readonly Concern[]): Concern | null {
  const dbm = latest?.rssiDbm ?? null;
  if (dbm === null) return null;
  const wasWeak = before.some(({ kind }) => kind === 'signalWeak');
  if (dbm >= (wasWeak ? SIGNAL_FINE_FROM_DBM : SIGNAL_RAISED_BELOW_DBM)) return null;
  return { kind: 'signalWeak', sinceMs: null, value: Math.round(dbm), reason: null };
}
