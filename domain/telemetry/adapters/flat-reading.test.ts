import { describe, expect, it } from 'vitest';
import { adaptFlatReading } from './flat-reading';
import { FLAT_READINGS } from './flat-reading.fixtures';

describe('adaptFlatReading', () => {
  it.each(FLAT_READINGS)('reads $title', ({ payload, metrics, ownId, ownTime }) => {
    expect(adaptFlatReading(payload, 'esp-1')).toEqual({
      ok: true,
      reading: { thingName: 'esp-1', metrics, ownId, ownTime },
    });
  });

  it('refuses a payload that holds a time and nothing measured', () => {
    expect(adaptFlatReading({ ts: 1760000000 }, 'esp-1')).toMatchObject({ ok: false, problem: { kind: 'noMetrics' } });
  });
});
