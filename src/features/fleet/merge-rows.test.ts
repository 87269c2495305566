import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DevicePresence } from '../../../domain/presence/device-presence';
import type { DeviceLatest } from '../../../domain/telemetry/device-latest';
import { mergeLatest, mergePresence } from './merge-rows';

const latest = (observedAt: number, metrics: Record<string, [number, number]>): DeviceLatest => ({
  thingName: 'a',
  gateway: null,
  observedAt,
  receivedAt: observedAt,
  batteryPercent: null,
  rssiDbm: null,
  clockRejected: false,
  metrics: Object.fromEntries(
    Object.entries(metrics).map(([name, [value, at]]) => [name, { value, observedAt: at, recent: [value] }]),
  ),
});

const presence = (over: Partial<DevicePresence>): DevicePresence => ({
  thingName: 'a',
  presence: 'online',
  since: 1000,
  reason: 'connected',
  sessionIdentifier: 's',
  versionNumber: 1,
  eventAt: 1000,
  eventType: 'connected',
  ...over,
});

describe('mergeLatest', () => {
  it('keeps each metric’s newest value and erases nothing', () => {
    const merged = mergeLatest(latest(20, { t: [1, 20], h: [5, 10] }), latest(30, { t: [2, 15], p: [9, 30] }));
    expect(merged.observedAt).toBe(30);
    expect(Object.entries(merged.metrics).map(([name, metric]) => [name, metric.value])).toEqual([
      ['t', 1],
      ['h', 5],
      ['p', 9],
    ]);
  });

  it('returns the same object when nothing is new', () => {
    const row = latest(20, { t: [1, 20] });
    expect(mergeLatest(row, latest(10, { t: [7, 10] }))).toBe(row);
    expect(mergeLatest(row, structuredClone(row))).toBe(row);
  });

  it('does not depend on order or repetition', () => {
    const rows = fc.array(
      fc
        .record({
          observedAt: fc.integer({ min: 1, max: 5 }),
          metrics: fc.dictionary(
            fc.constantFrom('t', 'h', 'p'),
            fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 5 })),
          ),
        })
        .map(({ observedAt, metrics }) => latest(observedAt, metrics)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (sent, picks) => {
        const inOrder = sent.reduce<DeviceLatest | null>(mergeLatest, null);
        const shuffled = [...sent, ...sent]
          .map((row) => ({ row, pick: picks.next().value ?? 0 }))
          .sort((a, b) => a.pick - b.pick)
          .map(({ row }) => row);
        expect(shuffled.reduce<DeviceLatest | null>(mergeLatest, null)).toEqual(inOrder);
      }),
    );
  });
});

describe('mergePresence', () => {
  it('lets the end of a connection win over its beginning, whichever comes first', () => {
    const on = presence({});
    const off = presence({ presence: 'offline', eventType: 'disconnected', reason: 'X', since: 900, eventAt: 900 });
    expect(mergePresence(on, off)).toBe(off);
    expect(mergePresence(off, on)).toBe(off);
  });

  it('lets a later state of the same connection win', () => {
    const on = presence({});
    const stale = presence({ presence: 'stale', since: 5000 });
    expect(mergePresence(on, stale)).toBe(stale);
    expect(mergePresence(stale, on)).toBe(stale);
  });

  it('returns the same object for a repetition', () => {
    const on = presence({});
    expect(mergePresence(on, presence({}))).toBe(on);
  });
});
