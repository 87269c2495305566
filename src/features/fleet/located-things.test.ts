import { describe, expect, it, vi } from 'vitest';
import { aDevice, aFleet, aLatest, aPresence } from './fleet-fixtures';
import { createLocatedThings } from './located-things';

const at = (latitude: number, longitude: number, label: string | null = null) => ({
  site: 'Harbour',
  location: { latitude, longitude, label },
});

describe('located things', () => {
  it('are those with coordinates on earth, named after their place or else their site', () => {
    const { store, timing } = aFleet();
    store.putDevice(aDevice('a', at(53.5, 9.9, 'Dock 3')));
    store.putDevice(aDevice('b', at(53.5, 9.9)));
    store.putDevice(aDevice('nowhere', at(91, 9.9)));
    store.putDevice(aDevice('without'));
    store.putDevice(aDevice('not-shown', at(1, 1)));
    const { all } = createLocatedThings(store, ['a', 'b', 'nowhere', 'without', 'gone'], timing);
    expect(all()).toEqual([
      { thingName: 'a', latitude: 53.5, longitude: 9.9, place: 'Dock 3', presence: 'unknown' },
      { thingName: 'b', latitude: 53.5, longitude: 9.9, place: 'Harbour', presence: 'unknown' },
    ]);
  });

  it('follow presence and place, at most once a second, and are silent about readings', () => {
    const { store, timing, frame, pass } = aFleet();
    store.putDevice(aDevice('a', at(53.5, 9.9)));
    const located = createLocatedThings(store, ['a'], timing);
    const told = vi.fn();
    located.subscribe(told);
    frame();
    const before = located.all();
    store.putLatest(aLatest('a', 1, 1));
    frame();
    pass(1000);
    expect(told).not.toHaveBeenCalled();
    expect(located.all()).toBe(before);
    for (let moment = 2; moment < 8; moment += 1) {
      store.putPresence(aPresence('a', moment % 2 ? 'online' : 'offline', moment));
      frame();
      pass(100);
    }
    pass(1000);
    expect(told.mock.calls.length).toBeLessThanOrEqual(2);
    expect(located.all()).toMatchObject([{ presence: 'online' }]);
    store.putDevice(aDevice('a'));
    frame();
    pass(1000);
    expect(located.all()).toEqual([]);
  });
});
