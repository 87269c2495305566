import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateRejects } from './aggregate-rejects';
import type { DeviceEvent } from './device-event';

const MINUTE = 60_000;
const event = (thingName: string, minute: number, reason: string, count: number, problem = reason): DeviceEvent => ({
  thingName,
  eventId: `${minute}#${reason}`,
  at: minute * MINUTE,
  kind: 'payloadRejected',
  severity: 'warning',
  detail: { reason, problem },
  count,
});

const minute = (at: number, count: number) => ({ at: at * MINUTE, count });

describe('rejects of the whole fleet', () => {
  it('become one line per device and reason, the latest first, with the last problem and the count of each minute', () => {
    const summaries = aggregateRejects(
      [
        event('a', 1, 'notJson', 2, 'first'),
        event('a', 3, 'notJson', 1, 'last'),
        event('b', 2, 'notJson', 5),
        event('a', 2, 'empty', 1),
      ],
      0,
    );

    expect(summaries).toEqual([
      { thingName: 'a', reason: 'notJson', count: 3, minutes: [minute(3, 1), minute(1, 2)], problem: 'last' },
      { thingName: 'b', reason: 'notJson', count: 5, minutes: [minute(2, 5)], problem: 'notJson' },
      { thingName: 'a', reason: 'empty', count: 1, minutes: [minute(2, 1)], problem: 'empty' },
    ]);
  });

  it('leave out what is older and what is no reject', () => {
    const other: DeviceEvent = { ...event('a', 5, 'x', 1), kind: 'connected' };
    expect(aggregateRejects([event('a', 1, 'empty', 1), other], 2 * MINUTE)).toEqual([]);
  });

  it('count an event once, whatever the order and however often it comes', () => {
    const events = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'))
        .map(([thing, minute, reason]) => event(thing, minute, reason, minute + 1)),
    );
    fc.assert(
      fc.property(events, (given) => {
        const twice = [...given, ...given].reverse();
        expect(aggregateRejects(twice, 0)).toEqual(aggregateRejects(given, 0));
      }),
    );
  });
});
