// When a device was there and when it was not, from the lines of its timeline.
import type { DeviceEvent } from '../../../domain/timeline/device-event';

/** What the timeline says of a stretch; nothing is known before its first line. */
export interface PresenceStretch {
  presence: 'online' | 'offline' | 'stale';
  /** Epoch ms. */
  fromMs: number;
  toMs: number;
}

const MEANS: Partial<Record<DeviceEvent['kind'], PresenceStretch['presence']>> = {
  connected: 'online',
  heard: 'online',
  disconnected: 'offline',
  silent: 'stale',
};

const PRESENCES = ['online', 'offline', 'stale'] as const;

/** Returns the stretches up to `nowMs`, oldest first, from events in any order. A taken-over connection's end means nothing. */
export function presenceStretches(events: readonly DeviceEvent[], nowMs: number): PresenceStretch[] {
  const stretches: PresenceStretch[] = [];
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const presence = meansOf(event);
    if (!presence) continue;
    const open = stretches.at(-1);
    if (open) open.toMs = event.at;
    if (open?.presence !== presence) stretches.push({ presence, fromMs: event.at, toMs: nowMs });
    else open.toMs = nowMs;
  }
  const last = stretches.at(-1);
  if (last) last.toMs = Math.max(last.toMs, nowMs);
  return stretches;
}

function meansOf({ kind, detail }: DeviceEvent): PresenceStretch['presence'] | undefined {
  if (detail.reason === 'DUPLICATE_CLIENTID') return undefined;
  // What was put right says itself what it became.
  if (kind !== 'presenceRepaired') return MEANS[kind];
  return PRESENCES.find((presence) => presence === detail.presence);
}
