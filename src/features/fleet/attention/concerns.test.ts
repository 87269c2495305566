import { describe, expect, it } from 'vitest';
import { aDevice, aLatest, aPresence } from '../fleet-fixtures';
import type { FleetThing } from '../fleet-thing';
import { type ConcernContext, concernsOf } from './concerns';

const NOW = 100 * 60_000;
const context: ConcernContext = { nowMs: NOW, before: [], rejects: null };

const thing = (parts: Partial<FleetThing>): FleetThing => ({
  thingName: 'a',
  device: aDevice('a'),
  latest: aLatest('a', 1, NOW),
  presence: aPresence('a', 'online', 1),
  gatewayPresence: null,
  ...parts,
});
const kinds = (parts: Partial<FleetThing>, more: Partial<ConcernContext> = {}) =>
  concernsOf(thing(parts), { ...context, ...more }).map(({ kind }) => kind);
const battery = (batteryPercent: number) => ({ latest: aLatest('a', 1, NOW, { batteryPercent }) });
const signal = (rssiDbm: number) => ({ latest: aLatest('a', 1, NOW, { rssiDbm }) });

describe('what is wrong with a device', () => {
  it.each([
    ['nothing', {}, []],
    ['gone', { presence: aPresence('a', 'offline', 5) }, ['offline']],
    ['stale', { presence: aPresence('a', 'stale', 5) }, ['stale']],
    ['never connected', { presence: null }, []],
    ['a low battery', battery(19.9), ['batteryLow']],
    ['a battery at the threshold', battery(20), []],
    ['a critical battery', battery(9.9), ['batteryCritical']],
    ['a weak signal', signal(-86), ['signalWeak']],
    ['a signal at the threshold', signal(-85), []],
    ['gone with a low battery', { presence: aPresence('a', 'offline', 5), ...battery(12) }, ['offline', 'batteryLow']],
  ])('%s', (_, parts: Partial<FleetThing>, expected) => {
    expect(kinds(parts)).toEqual(expected);
  });

  it.each(['maintenance', 'disabled', 'retired', 'provisioning'])('is nothing while it is in %s', (lifecycle) => {
    const gone = { presence: aPresence('a', 'offline', 5), ...battery(3) };
    expect(kinds({ device: aDevice('a', { lifecycle }), ...gone })).toEqual([]);
  });

  it('says since when and why', () => {
    const offline = thing({ presence: aPresence('a', 'offline', 5, 'MQTT_KEEP_ALIVE_TIMEOUT') });
    expect(concernsOf(offline, context)).toEqual([
      { kind: 'offline', sinceMs: 5, value: null, reason: 'MQTT_KEEP_ALIVE_TIMEOUT' },
    ]);
    expect(concernsOf(thing({}), { ...context, rejects: { count: 7, firstAtMs: 42 } })).toEqual([
      { kind: 'rejects', sinceMs: 42, value: 7, reason: null },
    ]);
  });

  it('is not that it sleeps between its reports, until the next one is overdue', () => {
    const sleeper = {
      device: aDevice('a', { expectedIntervalMs: 10 * 60_000 }),
      presence: aPresence('a', 'offline', 5, 'CLIENT_INITIATED_DISCONNECT'),
    };
    expect(kinds(sleeper)).toEqual([]);
    expect(kinds(sleeper, { nowMs: NOW + 30 * 60_000 })).toEqual([]);
    expect(kinds(sleeper, { nowMs: NOW + 30 * 60_000 + 1 })).toEqual(['offline']);
    expect(kinds({ ...sleeper, presence: aPresence('a', 'offline', 5) })).toEqual(['offline']);
    expect(kinds({ ...sleeper, device: aDevice('a') })).toEqual(['offline']);
  });

  it('is that it is connected but overdue, when it is known how often it reports', () => {
    const late = { nowMs: NOW + 31 * 60_000 };
    expect(kinds({ device: aDevice('a', { expectedIntervalMs: 10 * 60_000 }) }, late)).toEqual(['stale']);
    expect(kinds({}, late)).toEqual([]);
  });

  it('does not blame a child for its gateway', () => {
    const latest = aLatest('plant/inverter', 1, NOW, { gateway: 'plant' });
    expect(kinds({ thingName: 'plant/inverter', latest, gatewayPresence: aPresence('plant', 'offline', 5) })).toEqual(
      [],
    );
  });

  it('does not come and go while a value hovers at its threshold', () => {
    const low = concernsOf(thing(battery(19)), context);
    expect(kinds(battery(21), { before: low })).toEqual(['batteryLow']);
    expect(kinds(battery(22), { before: low })).toEqual([]);
    const weak = concernsOf(thing(signal(-90)), context);
    expect(kinds(signal(-83), { before: weak })).toEqual(['signalWeak']);
    expect(kinds(signal(-82), { before: weak })).toEqual([]);
  });
});
