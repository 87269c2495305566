// How a change of presence that no event of the broker brought about reads on the timeline.
import type { DeviceEvent } from '../timeline/device-event';
import { deviceEventId } from '../timeline/event-id';
import type { DevicePresence, Presence } from './device-presence';

/** Returns the line for a thing that fell silent or that readings say is there, with an id of this state alone. */
export function describeTransition({ thingName, presence, since, sessionIdentifier }: DevicePresence): DeviceEvent {
  const kind = presence === 'stale' ? 'silent' : 'heard';
  return {
    thingName,
    eventId: deviceEventId(since, kind, [sessionIdentifier]),
    at: since,
    kind,
    severity: kind === 'silent' ? 'warning' : 'info',
    detail: {},
    count: 1,
  };
}

/** Returns the line for a state that was put right at `nowMs` (epoch ms); `was` is what had been said of the thing. */
export function describeRepair(state: DevicePresence, was: Presence, nowMs: number): DeviceEvent {
  const { thingName, presence, since } = state;
  return {
    thingName,
    eventId: deviceEventId(nowMs, 'presenceRepaired', [presence, since]),
    at: nowMs,
    kind: 'presenceRepaired',
    severity: 'warning',
    detail: { was, presence },
    count: 1,
  };
}
