import { describe, expect, it } from 'vitest';
import type { DevicePresence, Presence } from '../../../domain/presence/device-presence';
import { memoryPresence } from './memory-presence.fixtures';
import { takeCensus } from './take-census';

const MINUTE = 60_000;
const NOW = Date.parse('2025-10-09T09:00:00Z');

const state = (thingName: string, presence: Presence, minutesAgo: number): DevicePresence => ({
  ...{ thingName, presence, since: NOW - minutesAgo * MINUTE, reason: '', sessionIdentifier: 's1', versionNumber: 1 },
  ...{ eventAt: NOW - minutesAgo * MINUTE, eventType: presence === 'offline' ? 'disconnected' : 'connected' },
});

function setUp() {
  const memory = memoryPresence();
  const add = (presence: DevicePresence, lookAt: number | null) =>
    memory.put({ state: presence, heardAt: null }, lookAt);
  const census = (withReadings = false) => takeCensus({ at: NOW, withReadings }, { ...memory.ports, now: () => NOW });
  const register = (name: string) => memory.devices.set(name, { expectedIntervalMs: null, lifecycle: null });
  return { ...memory, add, census, register };
}

describe('takeCensus', () => {
  it('counts the fleet for its moment and touches nothing that is right', async () => {
    const { add, census, register, counts, lines, reads } = setUp();
    add(state('a', 'online', 5), NOW + MINUTE);
    add(state('b', 'offline', 5), null);
    add(state('c', 'stale', 50), null);
    for (const name of ['a', 'b', 'never-heard', 'b/child']) register(name);
    expect(await census()).toMatchObject({ overdue: 0, repaired: 0 });
    expect(counts).toEqual([{ at: NOW, online: 1, offline: 2, stale: 1, unknown: 1, repaired: 0, repairedThings: [] }]);
    expect([lines.size, reads.length]).toEqual([0, 0]);
  });

  it('puts right what is online, silent, and overlooked, and arms what is only overlooked', async () => {
    const { add, census, heard, stateOf, rows, lines, transitions, told, counts } = setUp();
    add(state('silent', 'online', 60), null);
    add(state('lost-its-timer', 'online', 60), NOW - 11 * MINUTE);
    add(state('due', 'online', 60), NOW - 9 * MINUTE);
    heard.set('lost-its-timer', NOW - MINUTE);
    expect(await census()).toMatchObject({ overdue: 2, repaired: 1 });
    expect(stateOf('silent')).toMatchObject({ presence: 'stale' });
    expect(stateOf('due')).toMatchObject({ presence: 'online' });
    expect(rows.get('lost-its-timer')?.lookAt).toBe(NOW + 9 * MINUTE);
    expect([...lines.values()]).toMatchObject([
      { thingName: 'silent', kind: 'presenceRepaired', detail: { was: 'online', presence: 'stale' } },
    ]);
    expect(counts).toMatchObject([{ at: NOW, online: 3, repaired: 1, repairedThings: ['silent'] }]);
    expect(transitions.map(({ thingName }) => thingName)).toEqual(['silent']);
    expect(told.map(({ kind }) => kind)).toEqual(['presence', 'event']);
  });

  it('with readings, finds what reports and is not said to be there, and only that', async () => {
    const { add, census, heard, register, stateOf, lines } = setUp();
    add(state('offline-but-heard', 'offline', 60), null);
    add(state('offline', 'offline', 60), null);
    add(state('stale-but-heard', 'stale', 60), null);
    register('never-connected');
    register('never-heard');
    for (const name of ['offline-but-heard', 'stale-but-heard', 'never-connected']) heard.set(name, NOW - MINUTE);
    heard.set('offline', NOW - 59 * MINUTE);

    expect(await census()).toMatchObject({ repaired: 0 });
    expect(await census(true)).toMatchObject({ repaired: 3, failed: 0 });
    for (const name of ['offline-but-heard', 'stale-but-heard', 'never-connected']) {
      expect(stateOf(name)).toMatchObject({ presence: 'online', reason: 'heard' });
    }
    expect([stateOf('offline')?.presence, stateOf('never-heard')]).toEqual(['offline', undefined]);
    expect([...lines.values()].map(({ detail }) => detail.was).sort()).toEqual(['offline', 'stale', 'unknown']);
    expect(await census(true)).toMatchObject({ repaired: 0 });
  });
});
