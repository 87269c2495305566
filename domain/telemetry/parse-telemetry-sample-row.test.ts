import { describe, expect, it } from 'vitest';
import { parseTelemetrySampleRow, parseTelemetrySamples } from './parse-telemetry-sample-row';

const SAMPLE = {
  thingName: 'esp-1',
  sampleId: '000000000000001#ab',
  observedAt: 1,
  receivedAt: 2,
  clockRejected: false,
  metrics: { temperature: 21, open: true, state: 'MPPT' },
};

describe('parseTelemetrySampleRow', () => {
  it('reads a row with metrics as text and with what the API adds', () => {
    const row = { ...SAMPLE, metrics: JSON.stringify(SAMPLE.metrics), expiresAt: 9, __typename: 'TelemetrySample' };
    expect(parseTelemetrySampleRow(row)).toEqual(SAMPLE);
  });

  it('leaves out metrics that cannot be', () => {
    const metrics = '{"__proto__":1,"temperature":21,"list":[1],"none":null}';
    expect(parseTelemetrySampleRow({ ...SAMPLE, metrics })?.metrics).toEqual({ temperature: 21 });
  });

  it.each([null, 'x', [], {}, { ...SAMPLE, metrics: 'x' }, { ...SAMPLE, observedAt: null }])('refuses %j', (row) => {
    expect(parseTelemetrySampleRow(row)).toBeUndefined();
  });
});

describe('parseTelemetrySamples', () => {
  it('reads a message and drops what is no reading', () => {
    expect(parseTelemetrySamples(JSON.stringify([SAMPLE, {}, 1]))).toEqual([SAMPLE]);
    expect(parseTelemetrySamples(JSON.stringify(JSON.stringify([SAMPLE])))).toEqual([SAMPLE]);
    expect(parseTelemetrySamples('{}')).toEqual([]);
  });
});
