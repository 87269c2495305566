import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { devicePath, thingNameOfPath } from './device-path';

describe('the path of a device', () => {
  it('leads back to the thing, whatever its name', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text !== '.' && text !== '..');
    fc.assert(
      fc.property(name, (thingName) => {
        const { pathname } = new URL(devicePath(thingName), 'https://fleet.test');
        expect(thingNameOfPath(pathname)).toBe(thingName);
      }),
    );
  });

  it('keeps a gateway’s child in one segment', () => {
    expect(devicePath('plant-1/inv-2')).toBe('/devices/plant-1%2Finv-2');
    expect(thingNameOfPath('/devices/a%252Fb')).toBe('a%2Fb');
  });

  it.each(['/devices/', '/devices', '/devices/a/b', '/devices/%E0%A4%A', '/'])('finds no thing in %s', (path) => {
    expect(thingNameOfPath(path)).toBeNull();
  });
});
