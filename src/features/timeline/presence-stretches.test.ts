import { describe, expect, it } from 'vitest';
import type { DeviceEvent, DeviceEventKind } from '../../../domain/timeline/device-event';
import { presenceStretches } from './presence-stretches';

const event = (at: number, kind: DeviceEventKind, reason: string | null = null): DeviceEvent => ({
  ...{ thingName: 'esp-1', eventId: `${at}`, at, kind, severity: 'info', count: 1 },
  detail: { reason },
});

describe('presenceStretches', () => {
  it('joins what says the same, in order of time, and ends now', () => {
    const events = [event(30, 'disconnected'), event(10, 'connected'), event(20, 'heard'), event(40, 'silent')];
    expect(presenceStretches(events, 50)).toEqual([
      { presence: 'online', fromMs: 10, toMs: 30 },
      { presence: 'offline', fromMs: 30, toMs: 40 },
      { presence: 'stale', fromMs: 40, toMs: 50 },
    ]);
  });

  it('take from a correction what it made of the device', () => {
    const repaired = { ...event(20, 'presenceRepaired'), detail: { was: 'online', presence: 'stale' } };
    expect(presenceStretches([event(10, 'connected'), repaired], 50)).toEqual([
      { presence: 'online', fromMs: 10, toMs: 20 },
      { presence: 'stale', fromMs: 20, toMs: 50 },
    ]);
  });

  it('passes over what says nothing of presence', () => {
    const events = [
      event(10, 'connected'),
      event(20, 'payloadRejected'),
      event(30, 'disconnected', 'DUPLICATE_CLIENTID'),
    ];
    expect(presenceStretches(events, 50)).toEqual([{ presence: 'online', fromMs: 10, toMs: 50 }]);
    expect(presenceStretches([], 50)).toEqual([]);
  });
});
