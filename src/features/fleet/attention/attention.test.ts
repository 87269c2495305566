import { describe, expect, it, vi } from 'vitest';
import type { DeviceEvent } from '../../../../domain/timeline/device-event';
import { aDevice, aFleet, aLatest, aPresence } from '../fleet-fixtures';
import { createAttention } from './attention';

const MINUTE = 60_000;

function prepare() {
  const fleet = aFleet();
  const attention = createAttention(fleet.store, fleet.timing);
  const settle = () => {
    fleet.frame();
    fleet.pass(500);
  };
  const names = () => attention.state().entries.map(({ name }) => name);
  return { ...fleet, attention, settle, names };
}

const reject = (thingName: string, at: number, count: number, eventId = `${at}`): DeviceEvent => ({
  thingName,
  eventId,
  at,
  kind: 'payloadRejected',
  severity: 'warning',
  detail: { reason: 'notJson' },
  count,
});

describe('what needs attention', () => {
  it('is the worst first, and of what is equally bad the newest', () => {
    const { store, attention, settle, names } = prepare();
    store.putPresence(aPresence('gone-long', 'offline', 1));
    store.putPresence(aPresence('gone-now', 'offline', 9));
    store.putLatest(aLatest('low', 1, 1, { batteryPercent: 15 }));
    store.putLatest(aLatest('lower', 1, 1, { batteryPercent: 12 }));
    store.putLatest(aLatest('fine', 1, 1, { batteryPercent: 80 }));
    attention.subscribe(() => {});
    settle();
    expect(names()).toEqual(['gone-now', 'gone-long', 'lower', 'low']);
  });

  it('comes and goes with the device', () => {
    const { store, attention, settle, names } = prepare();
    store.putPresence(aPresence('a', 'online', 1));
    attention.subscribe(() => {});
    settle();
    expect(names()).toEqual([]);
    store.putPresence(aPresence('a', 'offline', 2));
    settle();
    expect(names()).toEqual(['a']);
    store.putPresence(aPresence('a', 'online', 3));
    settle();
    expect(names()).toEqual([]);
    store.putPresence(aPresence('a', 'offline', 4));
    settle();
    store.remove('a');
    settle();
    expect(names()).toEqual([]);
  });

  it('notices what only time makes wrong, and forgets rejects after an hour', () => {
    const { store, timing, attention, settle, names, pass } = prepare();
    store.putDevice(aDevice('a', { expectedIntervalMs: 1000 }));
    store.putPresence(aPresence('a', 'online', 0));
    store.putLatest(aLatest('a', 1, 0));
    store.putDevice(aDevice('b'));
    attention.subscribe(() => {});
    attention.takeEvents([
      reject('b', timing.nowMs(), 2),
      reject('b', timing.nowMs(), 5),
      reject('b', timing.nowMs(), 5),
    ]);
    settle();
    expect(attention.state().entries[0]?.concerns[0]).toMatchObject({ kind: 'rejects', value: 5 });
    pass(5 * MINUTE + 10_000);
    expect(names()).toEqual(['a', 'b']);
    pass(56 * MINUTE);
    expect(names()).toEqual(['a']);
  });

  it('counts who sleeps and who is not in service', () => {
    const { store, attention, settle } = prepare();
    store.putDevice(aDevice('a', { expectedIntervalMs: MINUTE }));
    store.putLatest(aLatest('a', 1, 0));
    store.putPresence(aPresence('a', 'offline', 0, 'CLIENT_INITIATED_DISCONNECT'));
    store.putDevice(aDevice('b', { lifecycle: 'maintenance' }));
    store.putPresence(aPresence('b', 'offline', 0));
    attention.subscribe(() => {});
    settle();
    expect(attention.state()).toEqual({ entries: [], asleep: 1, outOfService: 1 });
  });

  it('looks at what changed and at a fifth of the fleet a second, however large it is', () => {
    const { store, attention, frame, pass } = prepare();
    for (let index = 0; index < 10_000; index += 1) store.putLatest(aLatest(`thing-${index}`, 1, 1));
    const told = vi.fn();
    attention.subscribe(told);
    frame();
    pass(1000);
    told.mockClear();
    const looked = vi.spyOn(store, 'get');

    // A second and a half, in which one step of the round falls.
    for (let at = 0; at < 90; at += 1) {
      for (let each = 0; each < 17; each += 1) store.putLatest(aLatest(`thing-${at * 17 + each}`, 2, 2 + at));
      frame();
      pass(1000 / 60);
    }
    expect(looked.mock.calls.length).toBeLessThanOrEqual(90 * 17 + 2000);
    expect(told).not.toHaveBeenCalled();
  });
});
