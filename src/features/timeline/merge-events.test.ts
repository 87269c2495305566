import { describe, expect, it } from 'vitest';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import { describeEvent } from './describe-event';
import { mergeEvents } from './merge-events';

const event = (eventId: string, over: Partial<DeviceEvent> = {}): DeviceEvent => ({
  thingName: 'a',
  eventId,
  at: 1,
  kind: 'connected',
  severity: 'info',
  detail: {},
  count: 1,
  ...over,
});

describe('mergeEvents', () => {
  it('keeps each once, newest first, and the higher count', () => {
    const merged = mergeEvents([event('1'), event('2')], [event('3'), event('2', { count: 5 }), event('1')], 2);
    expect(merged.map((each) => [each.eventId, each.count])).toEqual([
      ['3', 1],
      ['2', 5],
    ]);
  });
});

describe('describeEvent', () => {
  it.each([
    [event('1'), 'Connected', null],
    [
      event('1', { kind: 'disconnected', detail: { reason: 'CONNECTION_LOST' } }),
      'Disconnected',
      'The connection broke.',
    ],
    [event('1', { kind: 'disconnected' }), 'Disconnected', 'No reason was given.'],
    [event('1', { kind: 'payloadRejected', detail: { problem: 'Not JSON.' } }), 'Payload rejected', 'Not JSON.'],
    [event('1', { kind: 'payloadRejected', count: 3, detail: { reason: 7 } }), '3 payloads rejected', null],
  ])('puts %j into words', (given, title, explanation) => {
    expect(describeEvent(given)).toEqual({ title, explanation });
  });
});
