import { describe, expect, it } from 'vitest';
import { adaptGatewayEnvelope } from './gateway-envelope';
import { GATEWAY_ENVELOPES, REFUSED_GATEWAY_ENVELOPES } from './gateway-envelope.fixtures';

describe('adaptGatewayEnvelope', () => {
  it.each(GATEWAY_ENVELOPES)('reads $title', ({ payload, thingName, metrics, ownTime }) => {
    expect(adaptGatewayEnvelope(payload, 'plant-7')).toEqual({
      ok: true,
      reading: { thingName, metrics, ownId: undefined, ownTime },
    });
  });

  it.each(REFUSED_GATEWAY_ENVELOPES)('refuses $title', ({ payload, kind }) => {
    expect(adaptGatewayEnvelope(payload, 'plant-7')).toMatchObject({ ok: false, problem: { kind } });
  });
});
