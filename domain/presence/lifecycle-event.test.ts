import { describe, expect, it } from 'vitest';
import { describeLifecycle } from './describe-lifecycle';
import { parseLifecycleEvent } from './lifecycle-event';

const RAW = {
  clientId: 'esp-1',
  eventType: 'disconnected',
  timestamp: 1760000000000,
  sessionIdentifier: 'e1',
  principalIdentifier: 'ab'.repeat(32),
  versionNumber: 3,
  disconnectReason: 'MQTT_KEEP_ALIVE_TIMEOUT',
  clientInitiatedDisconnect: false,
  traceId: 't',
  receivedAt: 1760000000100,
};

describe('parseLifecycleEvent', () => {
  it('reads what the rule selects', () => {
    expect(parseLifecycleEvent(RAW)).toEqual({
      ok: true,
      event: {
        thingName: 'esp-1',
        eventType: 'disconnected',
        at: 1760000000000,
        sessionIdentifier: 'e1',
        versionNumber: 3,
        disconnectReason: 'MQTT_KEEP_ALIVE_TIMEOUT',
        clientInitiated: false,
      },
    });
  });

  it.each([
    ['notADevice', { principalIdentifier: 'eu-central-1:0000-1111' }],
    ['notADevice', { principalIdentifier: undefined }],
    ['badEvent', { eventType: 'connect_failed' }],
    ['badEvent', { clientId: 'a/b' }],
    ['badEvent', { timestamp: '1760000000000' }],
    ['badEvent', { versionNumber: -1 }],
    ['badEvent', { sessionIdentifier: '' }],
  ])('refuses with %s: %j', (kind, overrides) => {
    expect(parseLifecycleEvent({ ...RAW, ...overrides })).toMatchObject({ ok: false, problem: { kind } });
  });

  it.each([null, 1, 'text', []])('refuses %j', (raw) => {
    expect(parseLifecycleEvent(raw)).toMatchObject({ ok: false });
  });
});

describe('describeLifecycle', () => {
  const told = (overrides: Record<string, unknown>) => {
    const parsed = parseLifecycleEvent({ ...RAW, ...overrides });
    if (!parsed.ok) throw new Error(parsed.problem.message);
    return describeLifecycle(parsed.event);
  };

  it('warns of a connection that was lost, but not of one that was closed, taken over or begun', () => {
    expect(told({}).severity).toBe('warning');
    expect(told({ clientInitiatedDisconnect: true }).severity).toBe('info');
    expect(told({ disconnectReason: 'DUPLICATE_CLIENTID' }).severity).toBe('info');
    expect(told({ eventType: 'connected' }).severity).toBe('info');
  });

  it('has the same id when it is told again, and another for another connection', () => {
    expect(told({ receivedAt: 1, traceId: 'u' }).eventId).toBe(told({}).eventId);
    expect(told({ versionNumber: 4 }).eventId).not.toBe(told({}).eventId);
    expect(told({}).eventId).toMatch(/^001760000000000#/);
  });
});
