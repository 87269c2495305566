import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type FleetFilter, NO_FILTER } from './fleet-filter';
import { aDevice, aFleet, aLatest, aPresence } from './fleet-fixtures';
import type { FleetOrder } from './fleet-order';
import { createSelection } from './fleet-selection';

const BY_NAME: FleetOrder = { by: { kind: 'name' }, descending: false };
const BY_T: FleetOrder = { by: { kind: 'metric', name: 't' }, descending: true };
const named = (index: number) => `thing-${index}`;

describe('a selection', () => {
  it('orders by a metric, and puts what does not measure it last in both directions', () => {
    const { store, timing } = aFleet();
    for (const [name, value] of Object.entries({ a: 3, b: 9, c: 5 })) store.putLatest(aLatest(name, value, 1));
    store.putDevice(aDevice('silent'));
    expect(createSelection(store, NO_FILTER, BY_T, timing).names()).toEqual(['b', 'c', 'a', 'silent']);
    const ascending = { ...BY_T, descending: false };
    expect(createSelection(store, NO_FILTER, ascending, timing).names()).toEqual(['a', 'c', 'b', 'silent']);
  });

  it('filters by type, site, tag, presence and the bounds of a metric', () => {
    const { store, timing } = aFleet();
    store.putDevice(aDevice('cold', { type: 'fridge', site: 'Harbour', tags: ['food'] }));
    store.putDevice(aDevice('warm', { type: 'fridge', site: 'Farm', tags: ['food', 'new'] }));
    store.putLatest(aLatest('cold', 4, 1));
    store.putLatest(aLatest('warm', 8.5, 1));
    store.putPresence(aPresence('warm', 'online', 1));
    const found = (filter: Partial<FleetFilter>) =>
      createSelection(store, { ...NO_FILTER, ...filter }, BY_NAME, timing).names();
    expect(found({ type: 'fridge' })).toEqual(['cold', 'warm']);
    expect(found({ type: 'frid' })).toEqual([]);
    expect(found({ site: 'Farm' })).toEqual(['warm']);
    expect(found({ tag: 'new' })).toEqual(['warm']);
    expect(found({ presence: 'unknown' })).toEqual(['cold']);
    expect(found({ metric: { name: 't', above: 8, below: null } })).toEqual(['warm']);
    expect(found({ metric: { name: 't', above: 8.5, below: null } })).toEqual([]);
    expect(found({ metric: { name: 't', above: null, below: 8 } })).toEqual(['cold']);
    expect(found({ metric: { name: 'toString', above: null, below: null } })).toEqual([]);
  });

  it('is the same after any changes as one that is made anew', () => {
    const change = fc.record({
      thing: fc.integer({ min: 0, max: 9 }),
      kind: fc.constantFrom('value', 'rename', 'gone', 'presence', 'frame', 'second'),
      value: fc.integer({ min: 0, max: 5 }),
    });
    const filters: FleetFilter[] = [
      NO_FILTER,
      { ...NO_FILTER, metric: { name: 't', above: 1, below: null } },
      { ...NO_FILTER, presence: 'online' },
      { ...NO_FILTER, text: '3' },
    ];
    fc.assert(
      fc.property(
        fc.array(change),
        fc.constantFrom(...filters),
        fc.constantFrom(BY_NAME, BY_T),
        (changes, filter, order) => {
          const { store, timing, frame, pass } = aFleet();
          const selection = createSelection(store, filter, order, timing);
          const stop = selection.subscribe(() => {});
          changes.forEach(({ thing, kind, value }, at) => {
            if (kind === 'value') store.putLatest(aLatest(named(thing), value, at));
            if (kind === 'rename') store.putDevice(aDevice(named(thing), { name: `${value} name` }));
            if (kind === 'gone') store.remove(named(thing));
            if (kind === 'presence') store.putPresence(aPresence(named(thing), value > 2 ? 'online' : 'offline', at));
            if (kind === 'frame') frame();
            if (kind === 'second') pass(1000);
          });
          frame();
          pass(1000);
          stop();
          expect(selection.names()).toEqual(createSelection(store, filter, order, timing).names());
        },
      ),
    );
  });

  it('looks at what changed alone, however large the fleet is, and not more than once a second', () => {
    const { store, timing, frame, pass } = aFleet();
    for (let index = 0; index < 10_000; index += 1) store.putLatest(aLatest(named(index), index, 1));
    const selection = createSelection(store, NO_FILTER, BY_T, timing);
    const told = vi.fn();
    selection.subscribe(told);
    frame();
    pass(1000);
    told.mockClear();
    const looked = vi.spyOn(store, 'entry');

    // A second of 60 frames with 1,000 updates of 200 things.
    for (let at = 0; at < 60; at += 1) {
      for (let each = 0; each < 17; each += 1) store.putLatest(aLatest(named((at * 17 + each) % 200), at, 2 + at));
      frame();
      pass(1000 / 60);
    }
    expect(looked.mock.calls.length).toBeLessThanOrEqual(400);
    expect(told.mock.calls.length).toBeLessThanOrEqual(2);
    expect(selection.names()).toHaveLength(10_000);
  });

  it('says nothing when a change changes neither who is shown nor the order', () => {
    const { store, timing, frame, pass } = aFleet();
    store.putLatest(aLatest('a', 1, 1));
    const selection = createSelection(store, NO_FILTER, BY_NAME, timing);
    const told = vi.fn();
    selection.subscribe(told);
    const before = selection.names();
    store.putLatest(aLatest('a', 2, 2));
    frame();
    pass(5000);
    expect(told).not.toHaveBeenCalled();
    expect(selection.names()).toBe(before);
  });
});
