import { describe, expect, it } from 'vitest';
import { describeFailedConnections } from './describe-failed-connections';
import { describeRepair, describeTransition } from './describe-transition';
import type { DevicePresence } from './device-presence';
import { parsePresenceMessage } from './presence-message';

const MINUTE = 60_000;
const AT = 1_760_000_040_000;

describe('a message of the presence queues', () => {
  it('may be a sign of life', () => {
    const sign = { kind: 'heard', thingName: 'esp-1', receivedAt: AT };
    expect(parsePresenceMessage(sign)).toEqual({ ok: true, message: sign });
  });

  it('may be a refused connection, which is no lifecycle event (fact 2)', () => {
    const raw = {
      clientId: 'esp-1',
      eventType: 'connect_failed',
      timestamp: 1,
      receivedAt: AT,
      principalIdentifier: 'x',
    };
    expect(parsePresenceMessage(raw)).toEqual({
      ok: true,
      message: { kind: 'connectFailed', failure: { thingName: 'esp-1', at: AT } },
    });
  });

  it.each([
    ['badEvent', { kind: 'heard', thingName: 'gw/1', receivedAt: AT }],
    ['badEvent', { kind: 'heard', thingName: 'esp-1', receivedAt: '1' }],
    ['badEvent', { kind: 'heard' }],
    ['badEvent', { eventType: 'connect_failed', clientId: 'esp-1' }],
    ['notADevice', { eventType: 'connect_failed', clientId: 'eu-central-1:a/b', receivedAt: AT }],
    ['badEvent', null],
    ['badEvent', 'heard'],
  ])('is refused with %s: %j', (kind, raw) => {
    expect(parsePresenceMessage(raw)).toMatchObject({ ok: false, problem: { kind } });
  });
});

describe('refused connections', () => {
  it('of one minute are one line with a count', () => {
    const failures = [AT, AT + 1, AT + MINUTE].map((at) => ({ thingName: 'esp-1', at }));
    const events = describeFailedConnections([...failures, { thingName: 'esp-2', at: AT }]);
    expect(events.map(({ thingName, count }) => [thingName, count])).toEqual([
      ['esp-1', 2],
      ['esp-1', 1],
      ['esp-2', 1],
    ]);
    expect(describeFailedConnections(failures.slice(0, 1))[0]?.eventId).toBe(events[0]?.eventId);
  });
});

describe('transitions', () => {
  const state: DevicePresence = {
    thingName: 'esp-1',
    presence: 'stale',
    since: AT,
    reason: 'silent',
    sessionIdentifier: 's1',
    versionNumber: 1,
    eventAt: 1,
    eventType: 'connected',
  };

  it('are told once, whenever', () => {
    expect(describeTransition(state)).toEqual(describeTransition({ ...state }));
    expect(describeTransition(state)).toMatchObject({ kind: 'silent', severity: 'warning', at: AT });
    expect(describeTransition({ ...state, presence: 'online' })).toMatchObject({ kind: 'heard', severity: 'info' });
  });

  it('that were repaired say what had been said', () => {
    expect(describeRepair(state, 'online', AT + 5)).toMatchObject({
      ...{ kind: 'presenceRepaired', at: AT + 5, detail: { was: 'online', presence: 'stale' } },
    });
  });
});
