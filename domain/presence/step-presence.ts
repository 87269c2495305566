// The presence of one thing as a state machine: what the broker says, what the device sends and the clock move it.
import { decidePresence, type PresenceReason } from './decide-presence';
import type { DevicePresence } from './device-presence';
import { type KnownPresence, lastSignOf, NO_SESSION } from './known-presence';
import type { LifecycleEvent } from './lifecycle-event';

/**
 * What moves the state. `heard`: a reading was received at that moment of the cloud's clock. `clock`: it is `nowMs`, and a
 * thing that gave no sign for `silentAfterMs` is stale.
 */
export type PresenceInput =
  | { kind: 'lifecycle'; event: LifecycleEvent }
  | { kind: 'heard'; thingName: string; receivedAt: number }
  | { kind: 'clock'; nowMs: number; silentAfterMs: number };

/**
 * Why the state changed or did not. Beside the reasons of connections: `heard`: the thing was heard. `heardBefore`: a later
 * reading is known. `silent`: it fell silent. `notSilent`: its time is not over, or there is nothing to wait for.
 */
export type StepReason = PresenceReason | 'heard' | 'heardBefore' | 'silent' | 'notSilent';

/** `next` is what to keep; null when nothing changes. Its state may be the same: only what is known beside it changed. */
export interface PresenceStep {
  reason: StepReason;
  next: KnownPresence | null;
}

/**
 * Returns what `input` makes of what is known of a thing (null: nothing). Once the last event of each connection and the
 * last reading have come, in whatever order and however often, the state is the true one as soon as the clock is looked at
 * again: docs/presence.md has the rules.
 */
export function stepPresence(known: KnownPresence | null, input: PresenceInput): PresenceStep {
  switch (input.kind) {
    case 'lifecycle':
      return stepByEvent(known, input.event);
    case 'heard':
      return stepByReading(known, input.thingName, input.receivedAt);
    case 'clock':
      return stepByClock(known, input.nowMs, input.silentAfterMs);
  }
}

function stepByEvent(known: KnownPresence | null, event: LifecycleEvent): PresenceStep {
  const { reason, next: decided } = decidePresence(known?.state ?? null, event);
  if (!decided) return { reason, next: null };
  const next = { state: decided, heardAt: known?.heardAt ?? null };
  const sign = lastSignOf(next);
  if (!known || sign === null) return { reason, next };
  // An old event that comes late is no new sign of life.
  const stillSilent = known.state.presence === 'stale' && sign <= (lastSignOf(known) ?? Number.NEGATIVE_INFINITY);
  const overruled = decided.presence === 'offline';
  if (!stillSilent && !overruled) return { reason, next };
  const presence = stillSilent ? 'stale' : 'online';
  const kept = known.state.presence === presence ? known.state : { since: sign, reason: 'heard' };
  return { reason, next: { ...next, state: { ...decided, presence, since: kept.since, reason: kept.reason } } };
}

function stepByReading(known: KnownPresence | null, thingName: string, receivedAt: number): PresenceStep {
  if (!known) return { reason: 'heard', next: { state: firstHeard(thingName, receivedAt), heardAt: receivedAt } };
  if (known.heardAt !== null && known.heardAt >= receivedAt) return { reason: 'heardBefore', next: null };
  const next = { ...known, heardAt: receivedAt };
  const { presence, since } = known.state;
  const sign = lastSignOf(next);
  const revived = presence !== 'online' && sign !== null && sign > (lastSignOf(known) ?? Number.NEGATIVE_INFINITY);
  if (!revived) return { reason: 'heard', next };
  // Of two states of one connection the later one is the truth, for whoever gets them in any order.
  const state: DevicePresence = {
    ...known.state,
    presence: 'online',
    since: Math.max(receivedAt, since + 1),
    reason: 'heard',
  };
  return { reason: 'heard', next: { ...next, state } };
}

function stepByClock(known: KnownPresence | null, nowMs: number, silentAfterMs: number): PresenceStep {
  const sign = known && lastSignOf(known);
  if (!known || sign === null || known.state.presence === 'stale' || nowMs - sign < silentAfterMs) {
    return { reason: 'notSilent', next: null };
  }
  const since = Math.max(sign + silentAfterMs, known.state.since + 1);
  return {
    reason: 'silent',
    next: { ...known, state: { ...known.state, presence: 'stale', since, reason: 'silent' } },
  };
}

function firstHeard(thingName: string, receivedAt: number): DevicePresence {
  return {
    thingName,
    presence: 'online',
    since: receivedAt,
    reason: 'heard',
    sessionIdentifier: NO_SESSION,
    versionNumber: 0,
    eventAt: receivedAt,
    eventType: 'connected',
  };
}
