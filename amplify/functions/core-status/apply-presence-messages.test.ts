import { describe, expect, it } from 'vitest';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import { applyPresenceMessages } from './apply-presence-messages';
import { memoryPresence } from './memory-presence.fixtures';

const AT = 1760000000000;
const record = (id: string, overrides: Record<string, unknown> = {}) => ({
  id,
  body: JSON.stringify({
    clientId: 'esp-1',
    eventType: 'connected',
    timestamp: AT,
    sessionIdentifier: 's1',
    principalIdentifier: 'ab'.repeat(32),
    versionNumber: 1,
    receivedAt: AT,
    ...overrides,
  }),
});
const gone = { eventType: 'disconnected', timestamp: AT + 1000, disconnectReason: 'CONNECTION_LOST' };

function setUp({ failFor, overtake }: { failFor?: string; overtake?: DevicePresence } = {}) {
  const memory = memoryPresence({
    ...(failFor ? { failFor } : {}),
    ...(overtake ? { between: () => memory.put({ state: overtake, heardAt: null }, null) } : {}),
  });
  const apply = (records: Parameters<typeof applyPresenceMessages>[0]) =>
    applyPresenceMessages(records, { ...memory.ports, now: () => AT + 250 });
  return { ...memory, apply };
}

describe('applyPresenceMessages', () => {
  it('stores the state, writes the timeline and tells the fleet', async () => {
    const { apply, stateOf, lines, told } = setUp();
    const summary = await apply([record('1'), record('2', gone)]);
    const counts = { received: 2, stored: 2, rejected: 0, ignored: 0, changed: 1 };
    expect(summary).toEqual({ failedIds: [], ...counts, lagsMs: [250, 250], published: true });
    expect(stateOf('esp-1')).toMatchObject({ presence: 'offline', reason: 'CONNECTION_LOST', since: AT + 1000 });
    expect([...lines.values()].map(({ kind }) => kind)).toEqual(['connected', 'disconnected']);
    expect(told.map(({ kind }) => kind)).toEqual(['presence', 'event', 'presence', 'event']);
  });

  it('ends in the same state when the end comes first and everything twice', async () => {
    const { apply, stateOf, lines } = setUp();
    await apply([record('1', gone), record('2'), record('3', gone), record('4')]);
    expect(stateOf('esp-1')?.presence).toBe('offline');
    expect(lines.size).toBe(2);
  });

  it('tells nobody of a repetition', async () => {
    const { apply, told } = setUp();
    await apply([record('1')]);
    const before = told.length;
    await apply([record('1')]);
    expect(told).toHaveLength(before);
  });

  it('decides again when another invocation wrote meanwhile', async () => {
    const newer: DevicePresence = {
      thingName: 'esp-1',
      presence: 'online',
      since: AT + 5000,
      reason: 'connected',
      sessionIdentifier: 's2',
      versionNumber: 2,
      eventAt: AT + 5000,
      eventType: 'connected',
    };
    const { apply, stateOf } = setUp({ overtake: newer });
    await apply([record('1', gone)]);
    expect(stateOf('esp-1')).toEqual(newer);
  });

  it('stores its own when what another invocation wrote does not outdo it', async () => {
    const begun: DevicePresence = {
      thingName: 'esp-1',
      presence: 'online',
      since: AT,
      reason: 'connected',
      sessionIdentifier: 's1',
      versionNumber: 1,
      eventAt: AT,
      eventType: 'connected',
    };
    const { apply, stateOf } = setUp({ overtake: begun });
    await apply([record('1', gone)]);
    expect(stateOf('esp-1')?.presence).toBe('offline');
  });

  it('passes over browsers and what is no event, without failing them', async () => {
    const { apply, rows, lines } = setUp();
    const browser = record('1', { principalIdentifier: 'eu-central-1:1234' });
    expect(await apply([browser, { id: '2', body: 'x' }])).toMatchObject({
      ...{ failedIds: [], received: 2, stored: 0, rejected: 1, ignored: 1, lagsMs: [] },
    });
    expect([rows.size, lines.size]).toEqual([0, 0]);
  });

  it('names only the event that could not be stored', async () => {
    const { apply, stateOf } = setUp({ failFor: 'esp-2' });
    const summary = await apply([record('1'), record('2', { clientId: 'esp-2' })]);
    expect(summary).toMatchObject({ failedIds: ['2'], stored: 1, lagsMs: [250] });
    expect(stateOf('esp-1')?.presence).toBe('online');
  });

  const sign = (thingName: string, receivedAt: number) => ({
    id: 'sign',
    body: JSON.stringify({ kind: 'heard', thingName, receivedAt }),
  });
  const heardAt = AT + 10 * 60_000;

  it('shows a thing that only reports, says so on its timeline and tells whoever watches transitions', async () => {
    const { apply, stateOf, lines, told, transitions, rows } = setUp();
    expect(await apply([sign('esp-1', AT), sign('esp-1', AT)])).toMatchObject({ failedIds: [], stored: 2, changed: 1 });
    expect(stateOf('esp-1')).toMatchObject({ presence: 'online', reason: 'heard', since: AT, sessionIdentifier: '' });
    expect([...lines.values()].map(({ kind }) => kind)).toEqual(['heard']);
    expect(told.map(({ kind }) => kind)).toEqual(['presence', 'event']);
    expect(transitions.map(({ presence }) => presence)).toEqual(['online']);
    expect(rows.get('esp-1')?.lookAt).toBe(AT + 60_000);
  });

  it('tells no transition that an event of the broker tells', async () => {
    const { apply, transitions } = setUp();
    await apply([record('1'), record('2', gone)]);
    expect(transitions).toEqual([]);
  });

  it('looks again at what went offline, soon, in case readings go on', async () => {
    const { apply, rows } = setUp();
    await apply([record('1'), record('2', gone)]);
    expect(rows.get('esp-1')?.lookAt).toBe(AT + 1000 + 3 * 60_000);
  });

  it('writes the line of a sign of life again when only the state had been stored', async () => {
    const { apply, lines } = setUp();
    await apply([record('1'), record('2', gone), sign('esp-1', heardAt)]);
    const heard = [...lines.keys()].filter((key) => lines.get(key)?.kind === 'heard');
    for (const key of heard) lines.delete(key);
    await apply([sign('esp-1', heardAt)]);
    expect([...lines.keys()].filter((key) => lines.get(key)?.kind === 'heard')).toEqual(heard);
    expect(heard).toHaveLength(1);
  });

  const refused = (clientId: string) => ({
    id: `refused-${clientId}`,
    body: JSON.stringify({ clientId, eventType: 'connect_failed', receivedAt: AT }),
  });

  it('counts refused connections of known things, and leaves their presence alone (fact 2)', async () => {
    const { apply, lines, devices, stateOf, told } = setUp();
    devices.set('esp-2', { expectedIntervalMs: null, lifecycle: null });
    await apply([record('1')]);
    const before = stateOf('esp-1');
    told.length = 0;
    await apply([refused('esp-1'), refused('esp-2'), refused('esp-1'), refused('nobody')]);
    await apply([refused('esp-1')]);

    const counts = [...lines.values()]
      .filter(({ kind }) => kind === 'connectFailed')
      .map(({ thingName, count }) => [thingName, count]);
    expect(counts.sort()).toEqual([
      ['esp-1', 3],
      ['esp-2', 1],
    ]);
    expect(stateOf('esp-1')).toBe(before);
    expect(stateOf('esp-2')).toBeUndefined();
    expect(told.every(({ kind }) => kind === 'event')).toBe(true);
  });
});
