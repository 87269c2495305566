import { describe, expect, it } from 'vitest';
import type { Presence } from './device-presence';
import { countKey, countPresence, parsePresenceCountRow } from './presence-count';

describe('counts by presence', () => {
  it('count registered devices, what nobody registered, and children with their gateway', () => {
    const presences = new Map<string, Presence>([
      ['a', 'online'],
      ['b', 'stale'],
      ['gateway', 'offline'],
      ['nobody-registered', 'online'],
    ]);
    const registered = ['a', 'b', 'never-heard', 'gateway', 'gateway/1', 'gateway/2', 'other/1'];
    expect(countPresence(presences, registered)).toEqual({ online: 2, offline: 3, stale: 1, unknown: 2 });
  });

  it('are keyed by UTC day and minute', () => {
    expect(countKey(Date.parse('2025-10-09T23:55:00Z'))).toEqual({ day: '2025-10-09', time: '23:55' });
  });

  it('are read from a row, and nothing from what is none', () => {
    const count = { at: 1, online: 2, offline: 3, stale: 4, unknown: 5 };
    expect(parsePresenceCountRow({ ...count, day: 'x' })).toEqual({ ...count, repaired: 0, repairedThings: [] });
    const repairs = { repaired: 2, repairedThings: ['a', 'b'] };
    expect(parsePresenceCountRow({ ...count, ...repairs })).toEqual({ ...count, ...repairs });
    for (const row of [null, {}, { ...count, stale: null }, 'x']) expect(parsePresenceCountRow(row)).toBeUndefined();
  });
});
