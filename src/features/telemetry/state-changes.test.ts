import { describe, expect, it } from 'vitest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { stateChanges } from './state-changes';

const sample = (observedAt: number, metrics: TelemetrySample['metrics']): TelemetrySample => ({
  thingName: 'x',
  sampleId: `${observedAt}`,
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics,
});

describe('stateChanges', () => {
  it('tells when each value began, newest first, over readings without the metric', () => {
    const samples = [
      sample(1, { open: false }),
      sample(2, { open: false }),
      sample(3, { temperature: 20 }),
      sample(4, { open: true }),
      sample(5, { open: true }),
      sample(6, { open: false }),
    ];
    expect(stateChanges(samples, 'open', 2)).toEqual([
      { value: false, sinceMs: 6 },
      { value: true, sinceMs: 4 },
    ]);
    expect(stateChanges(samples, 'constructor', 5)).toEqual([]);
  });
});
