import { describe, expect, it, vi } from 'vitest';
import { parseDeviceRow } from '../../../domain/devices/parse-device-row';
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { type FleetFilter, NO_FILTER } from './fleet-filter';
import { createSelection } from './fleet-selection';
import { createFleetStore, type FleetStore } from './fleet-store';

const latest = (thingName: string, value: number, observedAt: number): DeviceLatest => ({
  thingName,
  gateway: null,
  observedAt,
  receivedAt: observedAt,
  batteryPercent: null,
  rssiDbm: null,
  clockRejected: false,
  metrics: { t: { value, observedAt, recent: [] } },
});

function device(row: Record<string, unknown>) {
  const parsed = parseDeviceRow(row);
  if (!parsed) throw new Error('not a device');
  return parsed;
}

function selected(store: FleetStore, filter: FleetFilter) {
  const timing = { nowMs: () => 0, after: () => () => {} };
  return createSelection(store, filter, { by: { kind: 'name' }, descending: false }, timing).names();
}

function prepare() {
  const flushes: (() => void)[] = [];
  const store = createFleetStore((flush) => flushes.push(flush));
  const flush = () => {
    for (const each of flushes.splice(0)) each();
  };
  return { store, flushes, flush };
}

describe('the fleet store', () => {
  it('tells a row of its own thing only, once per flush', () => {
    const { store, flush, flushes } = prepare();
    const a = vi.fn();
    const b = vi.fn();
    store.onThing('a', a);
    store.onThing('b', b);
    for (let at = 1; at <= 100; at += 1) store.putLatest(latest('a', at, at));
    expect(flushes).toHaveLength(1);
    flush();
    expect(a).toHaveBeenCalledTimes(1);
    expect(b).not.toHaveBeenCalled();
    expect(store.get('a')?.latest?.metrics.t?.value).toBe(100);
  });

  it('does not tell of an older reading, nor of the same device again', () => {
    const { store, flush } = prepare();
    store.putLatest(latest('a', 1, 10));
    store.putDevice(device({ thingName: 'a', name: 'A' }));
    const thing = store.get('a');
    const listener = vi.fn();
    store.onThing('a', listener);
    store.putLatest(latest('a', 2, 5));
    store.putDevice(device({ thingName: 'a', name: 'A' }));
    flush();
    expect(listener).not.toHaveBeenCalled();
    expect(store.get('a')).toBe(thing);
  });

  it('sorts by friendly name, numbers by size, and finds by name, thing, site and tag', () => {
    const { store } = prepare();
    store.putDevice(device({ thingName: 'x1', name: 'Sensor 10', site: 'Roof' }));
    store.putDevice(device({ thingName: 'x2', name: 'sensor 2', tags: ['Wing-B', '__proto__'] }));
    store.putLatest(latest('constructor', 1, 1));
    const find = (text: string) => selected(store, { ...NO_FILTER, text });
    expect(find('')).toEqual(['constructor', 'x2', 'x1']);
    expect(find('SENSOR')).toEqual(['x2', 'x1']);
    expect(find('wing-b')).toEqual(['x2']);
    expect(find('roof sensor')).toEqual(['x1']);
    expect(find('x2')).toEqual(['x2']);
    expect(find('__proto__')).toEqual(['x2']);
    expect(find('nothing')).toEqual([]);
    expect(selected(store, { ...NO_FILTER, presence: 'online' })).toEqual([]);
  });

  it('stops telling who stopped listening', () => {
    const { store, flush } = prepare();
    const listener = vi.fn();
    const stop = store.onThing('a', listener);
    stop();
    stop();
    store.putLatest(latest('a', 1, 1));
    flush();
    expect(listener).not.toHaveBeenCalled();
  });

  it('lets children follow their gateway, also when it is removed', () => {
    const { store } = prepare();
    store.putLatest({ ...latest('plant/inv-1', 1, 1), gateway: 'plant' });
    expect(store.counts()).toMatchObject({ unknown: 1, total: 1 });
    store.putPresence({
      thingName: 'plant',
      presence: 'online',
      since: 1,
      reason: 'connected',
      sessionIdentifier: 's',
      versionNumber: 0,
      eventAt: 1,
      eventType: 'connected',
    });
    expect(store.counts()).toMatchObject({ online: 2, unknown: 0, total: 2 });
    store.remove('plant');
    expect(store.counts()).toMatchObject({ online: 0, unknown: 1, total: 1 });
  });

  it('tells who looks at a gateway which devices are behind it, in the order that people count', () => {
    const { store, flush } = prepare();
    const listener = vi.fn();
    store.onThing('plant', listener);
    for (const name of ['plant/inv-10', 'plant/inv-2']) store.putLatest({ ...latest(name, 1, 1), gateway: 'plant' });
    flush();
    expect(listener).toHaveBeenCalledOnce();
    const names = store.childrenOf('plant');
    expect(names).toEqual(['plant/inv-2', 'plant/inv-10']);

    store.putLatest({ ...latest('plant/inv-2', 2, 2), gateway: 'plant' });
    flush();
    expect(store.childrenOf('plant')).toBe(names);
    expect(listener).toHaveBeenCalledOnce();

    store.remove('plant/inv-10');
    flush();
    expect(store.childrenOf('plant')).toEqual(['plant/inv-2']);
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
