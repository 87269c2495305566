import { expect, it } from 'vitest';
import { isAppRoute, isHashedAsset } from './app-route';

it.each(['/', '/devices/esp32-1', '/devices/plant-1/inv.2', '/settings/people'])('%s is a page of the app', (path) => {
  expect(isAppRoute(path)).toBe(true);
});

it.each(['/assets/index-C0FFEE12', '/assets/a.js', '/favicon.svg', '/theme.js', '/x/y.JSON'])(
  '%s names a file',
  (path) => {
    expect(isAppRoute(path)).toBe(false);
  },
);

it('caches for ever only what is named by its content', () => {
  expect(isHashedAsset('/assets/index-C0FF_E12.js')).toBe(true);
  expect(isHashedAsset('/assets/logo.svg')).toBe(false);
  expect(isHashedAsset('/index-C0FFEE12.js')).toBe(false);
});
