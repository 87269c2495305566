import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTelemetryRecord } from './parse-telemetry-record';

const RECEIVED = Date.parse('2025-10-09T09:00:00Z');

const envelope = (payload: unknown, overrides: Record<string, unknown> = {}) => ({
  payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64'),
  topic: 'esp-1/telemetry',
  clientId: 'esp-1',
  principal: 'a'.repeat(64),
  traceId: 'trace-1',
  receivedAt: RECEIVED,
  ...overrides,
});
const idOf = (record: unknown) => {
  const parsed = parseTelemetryRecord(record);
  return parsed.ok ? parsed.samples[0]?.sampleId : undefined;
};

describe('parseTelemetryRecord', () => {
  it('reads a flat payload on a device topic', () => {
    expect(parseTelemetryRecord(envelope({ temperature: 21, ts: RECEIVED - 1000 }))).toEqual({
      ok: true,
      thingName: 'esp-1',
      gateway: null,
      receivedAt: RECEIVED,
      samples: [
        {
          thingName: 'esp-1',
          sampleId: expect.stringMatching(/^\d{15}#[0-9a-f]{16}$/),
          observedAt: RECEIVED - 1000,
          receivedAt: RECEIVED,
          clockRejected: false,
          metrics: { temperature: 21 },
        },
      ],
    });
  });

  it('reads a gateway envelope and an event envelope', () => {
    const child = envelope(
      { plantId: 'plant-7', deviceId: 'inv-1', metrics: { dcPowerW: 410 } },
      { topic: 'solar/plant-7/data', clientId: 'plant-7' },
    );
    expect(parseTelemetryRecord(child)).toMatchObject({ ok: true, thingName: 'plant-7/inv-1', gateway: 'plant-7' });
    expect(parseTelemetryRecord(envelope({ id: 'e', data: { temperature: 4 } }))).toMatchObject({
      ok: true,
      samples: [{ metrics: { temperature: 4 } }],
    });
  });

  it.each([
    ['empty', '', {}],
    ['empty', '  ', {}],
    ['notJson', 'temperature=21', {}],
    ['notJson', '', { payload: Buffer.from([0xff, 0x00]).toString('base64') }],
    ['notAnObject', '[{"temperature":21}]', {}],
    ['notAnObject', '21', {}],
    ['notAnObject', 'null', {}],
    ['noMetrics', '{}', {}],
    ['badMetricName', '{"__proto__":{"polluted":1}}', {}],
    ['badMetricValue', '{"a":1e999}', {}],
    ['badMetricValue', '{"position":{"x":1}}', {}],
    ['tooLarge', `{"a":"${'x'.repeat(128 * 1024)}"}`, {}],
    ['clientMismatch', '{"a":1}', { clientId: 'esp-2' }],
    ['badEnvelope', '', { payload: '{}' }],
  ])('refuses with %s: %.40s', (kind, payload, overrides) => {
    const parsed = parseTelemetryRecord(envelope(payload, overrides));
    expect(parsed).toMatchObject({ ok: false, thingName: 'esp-1', receivedAt: RECEIVED, problem: { kind } });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['badTopic', envelope({ a: 1 }, { topic: 'esp-1/other' })],
    ['badTopic', envelope({ a: 1 }, { topic: 'es p/telemetry', clientId: 'es p' })],
    ['badEnvelope', { ...envelope({ a: 1 }), receivedAt: '2025' }],
    ['badEnvelope', 'text'],
    ['badEnvelope', null],
  ])('refuses with %s and names no thing', (kind, record) => {
    expect(parseTelemetryRecord(record)).toMatchObject({ ok: false, thingName: null, problem: { kind } });
  });

  it.each(['n/a', 'N/A', null])('accepts a message that did not arrive over MQTT (client %s) (fact 6)', (clientId) => {
    expect(parseTelemetryRecord(envelope({ a: 1 }, { clientId }))).toMatchObject({ ok: true });
  });

  it('never throws, whatever the envelope and the payload are', () => {
    const anyEnvelope = fc.oneof(
      fc.anything(),
      fc.json().map((json) => envelope(json)),
      fc.record({ payload: fc.base64String(), topic: fc.constant('esp-1/telemetry'), receivedAt: fc.nat() }),
    );
    fc.assert(
      fc.property(anyEnvelope, (record) => {
        expect(parseTelemetryRecord(record)).toHaveProperty('ok');
      }),
    );
  });

  it('gives a redelivery the same id, and another reading another (facts 7, 17)', () => {
    const reading = { temperature: 21, ts: RECEIVED - 1000 };
    const resent = envelope(reading, { traceId: 'trace-2', receivedAt: RECEIVED + 5000 });
    expect(idOf(resent)).toBe(idOf(envelope(reading)));
    expect(idOf(envelope({ ts: RECEIVED - 1000, temperature: 21 }))).toBe(idOf(envelope(reading)));
    expect(idOf(envelope({ ...reading, temperature: 22 }))).not.toBe(idOf(envelope(reading)));
  });

  it('tells two equal readings without time or id apart by their arrival', () => {
    const first = envelope({ temperature: 21 });
    expect(idOf(envelope({ temperature: 21 }))).toBe(idOf(first));
    expect(idOf(envelope({ temperature: 21 }, { traceId: 'trace-2' }))).not.toBe(idOf(first));
  });
});
