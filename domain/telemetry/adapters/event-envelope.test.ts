import { describe, expect, it } from 'vitest';
import { adaptEventEnvelope, isEventEnvelope } from './event-envelope';
import { EVENT_ENVELOPES } from './event-envelope.fixtures';
import { FLAT_READINGS } from './flat-reading.fixtures';

describe('event envelope', () => {
  it.each(EVENT_ENVELOPES)('reads $title', ({ payload, metrics, ownId, ownTime }) => {
    expect(isEventEnvelope(payload)).toBe(true);
    expect(adaptEventEnvelope(payload, 'esp-1')).toEqual({
      ok: true,
      reading: { thingName: 'esp-1', metrics, ownId, ownTime },
    });
  });

  it.each(FLAT_READINGS)('is not mistaken for $title', ({ payload }) => {
    expect(isEventEnvelope(payload)).toBe(false);
  });

  it('refuses empty data', () => {
    expect(adaptEventEnvelope({ data: {} }, 'esp-1')).toMatchObject({ ok: false, problem: { kind: 'noMetrics' } });
  });
});
