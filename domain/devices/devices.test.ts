import { describe, expect, it } from 'vitest';
import { batteryLevel } from './battery-level';
import { parseCapabilities } from './parse-capabilities';
import { parseDeviceRow } from './parse-device-row';

describe('batteryLevel', () => {
  it.each([
    [null, null],
    [100, 'good'],
    [20, 'good'],
    [19.9, 'low'],
    [10, 'low'],
    [9.9, 'critical'],
    [0, 'critical'],
  ])('of %s percent is %s', (percent, level) => {
    expect(batteryLevel(percent)).toBe(level);
  });
});

describe('parseCapabilities', () => {
  it('reads labels, units and ranges, from text or object', () => {
    const capabilities = { metrics: { temperature: { label: 'Temperature', unit: '°C', minimum: -20, maximum: 60 } } };
    expect(parseCapabilities(JSON.stringify(capabilities))).toEqual(capabilities);
    expect(parseCapabilities(capabilities)).toEqual(capabilities);
  });

  it.each([null, undefined, 'nonsense', '[]', { metrics: [] }, { metrics: { a: 1 } }, { other: 1 }])(
    'finds nothing in %j',
    (raw) => {
      expect(parseCapabilities(raw)).toEqual({ metrics: {} });
    },
  );

  it('leaves out hostile names and wrong types', () => {
    const raw = '{"metrics":{"__proto__":{"unit":"x"},"a":{"unit":5,"minimum":"0"}}}';
    expect(parseCapabilities(raw)).toEqual({ metrics: { a: {} } });
  });
});

describe('parseDeviceRow', () => {
  it('reads a sparse row', () => {
    expect(parseDeviceRow({ thingName: 'esp-1', tags: ['a', null], location: null })).toEqual({
      thingName: 'esp-1',
      name: null,
      type: null,
      model: null,
      manufacturer: null,
      firmwareVersion: null,
      serialNumber: null,
      site: null,
      tags: ['a'],
      location: null,
      capabilities: { metrics: {} },
      lifecycle: 'active',
      expectedIntervalMs: null,
      simulated: false,
    });
  });

  it('gives undefined without a thing name', () => {
    expect(parseDeviceRow({ name: 'x' })).toBeUndefined();
  });
});
