import { describe, expect, it } from 'vitest';
import { dayShard, dayShards } from './day-shard';
import { describeRejects } from './describe-rejects';
import { hashText } from './hash-text';
import { parseDeviceEventRow } from './parse-device-event-row';
import { timeKey } from './time-key';

const AT = Date.parse('2025-10-09T09:00:30Z');

describe('hashText', () => {
  it('never changes: stored keys depend on it', () => {
    expect([hashText(''), hashText('a'), hashText('grüße')]).toEqual([
      '1aee8d83488bdcb8',
      '82c97901501c2ba7',
      'a81a6ccea1deeda0',
    ]);
  });

  it('tells a hundred thousand texts apart', () => {
    expect(new Set(Array.from({ length: 100_000 }, (_, i) => hashText(`thing-${i}`))).size).toBe(100_000);
  });
});

describe('timeKey', () => {
  it('sorts as time does', () => {
    expect([timeKey(AT), timeKey(9), timeKey(1e12)].sort()).toEqual([timeKey(9), timeKey(1e12), timeKey(AT)]);
  });
});

describe('dayShard', () => {
  it('spreads things over the sixteen shards of a UTC day (fact 37)', () => {
    const used = new Set(Array.from({ length: 500 }, (_, i) => dayShard(`thing-${i}`, AT)));
    expect([...used].sort()).toEqual(dayShards(AT).sort());
    expect(dayShards(AT)).toHaveLength(16);
    expect(dayShard('a', AT)).toMatch(/^2025-10-09#\d+$/);
  });
});

describe('describeRejects', () => {
  const reject = (kind: 'notJson' | 'empty', receivedAt: number, message = 'm') => ({
    thingName: 'esp-1',
    receivedAt,
    problem: { kind, message },
  });

  it('counts alike ones of one minute as one line, with the last words', () => {
    const events = describeRejects([reject('notJson', AT, 'first'), reject('notJson', AT + 29_000, 'last')]);
    expect(events).toMatchObject([
      { at: AT - 30_000, kind: 'payloadRejected', count: 2, detail: { reason: 'notJson', problem: 'last' } },
    ]);
  });

  it('keeps kinds and minutes apart, and gives a later batch the same id', () => {
    const events = describeRejects([reject('notJson', AT), reject('empty', AT), reject('notJson', AT + 60_000)]);
    expect(new Set(events.map((e) => e.eventId)).size).toBe(3);
    expect(describeRejects([reject('notJson', AT + 1)])[0]?.eventId).toBe(events[0]?.eventId);
  });
});

describe('parseDeviceEventRow', () => {
  it('gives back an event, and undefined for a kind it does not know', () => {
    const [event] = describeRejects([{ thingName: 'a', receivedAt: AT, problem: { kind: 'empty', message: 'm' } }]);
    const row = { ...event, detail: JSON.stringify(event?.detail), __typename: 'DeviceEvent' };
    expect(parseDeviceEventRow(row)).toEqual(event);
    expect(parseDeviceEventRow({ ...row, kind: 'fromTheFuture' })).toBeUndefined();
  });
});
