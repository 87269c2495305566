import { describe, expect, it } from 'vitest';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { memoryPresence } from './memory-presence.fixtures';
import { sweepPresence } from './sweep-presence';

const MINUTE = 60_000;
const START = Date.parse('2025-10-09T09:00:00Z');

const connected = (thingName: string): DevicePresence => ({
  thingName,
  presence: 'online',
  since: START,
  reason: 'connected',
  sessionIdentifier: 's1',
  versionNumber: 1,
  eventAt: START,
  eventType: 'connected',
});

function setUp(options: Parameters<typeof memoryPresence>[0] = {}) {
  const memory = memoryPresence(options);
  const add = (state: DevicePresence, lookAt: number | null = START + MINUTE) =>
    memory.put({ state, heardAt: null }, lookAt);
  const sweep = (minutes: number, deadlineMs = Number.POSITIVE_INFINITY) =>
    sweepPresence({ ...memory.ports, now: () => START + minutes * MINUTE, deadlineMs });
  const presences = () => [...memory.rows.values()].map(({ state }) => [state.thingName, state.presence]);
  return { ...memory, add, sweep, presences };
}

describe('sweepPresence', () => {
  it('makes a thing stale when nothing was heard for ten minutes, and tells of it (fact 4)', async () => {
    const { add, sweep, stateOf, rows, lines, told, transitions } = setUp();
    add(connected('esp-1'));
    expect(await sweep(9)).toMatchObject({ lookedAt: 1, silent: 0 });
    expect([stateOf('esp-1')?.presence, rows.get('esp-1')?.lookAt]).toEqual(['online', START + 10 * MINUTE]);

    expect(await sweep(10)).toMatchObject({ lookedAt: 1, silent: 1, failed: 0 });
    expect(stateOf('esp-1')).toMatchObject({ presence: 'stale', since: START + 10 * MINUTE, reason: 'silent' });
    expect(rows.get('esp-1')?.lookAt).toBeNull();
    expect([...lines.values()].map(({ kind }) => kind)).toEqual(['silent']);
    expect(told.map(({ kind }) => kind)).toEqual(['presence', 'event']);
    expect(transitions).toEqual([stateOf('esp-1')]);
    expect(await sweep(600)).toMatchObject({ lookedAt: 0 });
  });

  it.each([
    [null, 10],
    [10_000, 1],
    [MINUTE, 3],
    [60 * MINUTE, 180],
  ])('waits three intervals of %s ms: %s min', async (expectedIntervalMs, minutes) => {
    const { add, sweep, devices, stateOf } = setUp();
    devices.set('esp-1', { expectedIntervalMs, lifecycle: 'active' });
    add(connected('esp-1'));
    for (let minute = 1; minute < minutes; minute++) await sweep(minute);
    expect(stateOf('esp-1')?.presence).toBe('online');
    await sweep(minutes);
    expect(stateOf('esp-1')?.presence).toBe('stale');
  });

  it('arms a thing that was heard anew from its last reading, tells nobody, and reads nothing of the others', async () => {
    const { add, sweep, heard, rows, told, reads } = setUp();
    add(connected('esp-1'));
    add(connected('esp-2'), START + 60 * MINUTE);
    add({ ...connected('esp-3'), presence: 'stale' }, null);
    heard.set('esp-1', START + 8 * MINUTE);
    expect(await sweep(12)).toMatchObject({ lookedAt: 1, silent: 0, lateMs: 11 * MINUTE });
    expect(rows.get('esp-1')).toMatchObject({ heardAt: START + 8 * MINUTE, lookAt: START + 18 * MINUTE });
    expect(told).toEqual([]);
    expect(reads).toEqual(['esp-1']);
  });

  it('notices a limit that was made shorter within the hour', async () => {
    const { add, sweep, devices, rows } = setUp();
    devices.set('esp-1', { expectedIntervalMs: 24 * 60 * MINUTE, lifecycle: null });
    add(connected('esp-1'));
    await sweep(1);
    expect(rows.get('esp-1')?.lookAt).toBe(START + 61 * MINUTE);
  });

  it('finds that a thing is there whose readings go on after its end, and leaves one alone whose do not', async () => {
    const { add, sweep, heard, presences, transitions, rows } = setUp();
    const offline = { presence: 'offline', eventType: 'disconnected', reason: 'CONNECTION_LOST' } as const;
    add({ ...connected('there'), ...offline }, START + 3 * MINUTE);
    add({ ...connected('gone'), ...offline }, START + 3 * MINUTE);
    heard.set('there', START + 2 * MINUTE + 1);
    heard.set('gone', START + 2 * MINUTE);
    expect(await sweep(3)).toMatchObject({ lookedAt: 2, heard: 1, silent: 0 });
    expect(presences()).toEqual([
      ['there', 'online'],
      ['gone', 'offline'],
    ]);
    expect(transitions.map(({ thingName }) => thingName)).toEqual(['there']);
    expect(rows.get('gone')?.lookAt).toBeNull();
  });

  it('looks once more at what it made stale: a reading that was stored meanwhile counts', async () => {
    const memory = setUp({ between: () => memory.heard.set('esp-1', START + 10 * MINUTE - 1) });
    memory.add(connected('esp-1'));
    expect(await memory.sweep(10)).toMatchObject({ silent: 1, heard: 1 });
    expect(memory.stateOf('esp-1')?.presence).toBe('online');
    expect(memory.rows.get('esp-1')?.lookAt).toBe(START + 20 * MINUTE - 1);
  });

  it('gives way to an event that was stored meanwhile', async () => {
    const ended = { presence: 'offline', eventType: 'disconnected', reason: 'CONNECTION_LOST' } as const;
    const memory = setUp({
      between: () => memory.put({ state: { ...connected('esp-1'), ...ended }, heardAt: null }, null),
    });
    memory.add(connected('esp-1'));
    expect(await memory.sweep(10)).toMatchObject({ silent: 0, failed: 0 });
    expect(memory.stateOf('esp-1')?.presence).toBe('offline');
  });

  it('does not bring back a thing that was removed meanwhile', async () => {
    const memory = setUp({ between: () => memory.rows.delete('esp-1') });
    memory.add(connected('esp-1'));
    memory.heard.set('esp-1', START + 10 * MINUTE);
    await memory.sweep(10);
    expect(memory.rows.size).toBe(0);
  });

  it('leaves due what cannot be stored, without failing the rest', async () => {
    const { add, sweep, presences } = setUp({ failFor: 'esp-1' });
    add(connected('esp-1'));
    add(connected('esp-2'));
    expect(await sweep(10)).toMatchObject({ silent: 1, failed: 1 });
    expect(presences()).toContainEqual(['esp-1', 'online']);
    expect(presences()).toContainEqual(['esp-2', 'stale']);
  });

  it('begins nothing after its deadline', async () => {
    const { add, sweep, stateOf } = setUp();
    add(connected('esp-1'));
    expect(await sweep(10, START + 10 * MINUTE)).toMatchObject({ lookedAt: 0, unfinished: 16 });
    expect(stateOf('esp-1')?.presence).toBe('online');
  });
});
