import { expect, it } from 'vitest';
import type { DevicePresence } from './device-presence';
import { isThoughtConnected, NO_SESSION } from './known-presence';

const connected: DevicePresence = {
  thingName: 'esp-1',
  presence: 'online',
  since: 1,
  reason: 'connected',
  sessionIdentifier: 's',
  versionNumber: 0,
  eventAt: 1,
  eventType: 'connected',
};

it.each<[what: string, state: Partial<DevicePresence>, expected: boolean]>([
  ['connected', {}, true],
  ['connected and silent', { presence: 'stale', reason: 'silent' }, true],
  ['disconnected', { presence: 'offline', eventType: 'disconnected' }, false],
  ['heard after it disconnected', { reason: 'heard', eventType: 'disconnected' }, false],
  ['heard only, without a connection that is known', { reason: 'heard', sessionIdentifier: NO_SESSION }, false],
])('isThoughtConnected: a thing that is %s', (_, state, expected) => {
  expect(isThoughtConnected({ ...connected, ...state })).toBe(expected);
});
