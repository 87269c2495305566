import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeKey } from '../../domain/timeline/time-key';
import { windowRanges } from './telemetry-feed';

describe('windowRanges', () => {
  it('asks for five minutes at once and for a day in parallel', () => {
    const to = Date.UTC(2026, 0, 2);
    expect(windowRanges(to - 5 * 60_000, to)).toHaveLength(1);
    expect(windowRanges(to - 24 * 3_600_000, to)).toHaveLength(12);
  });

  it('holds every reading of the window exactly once, and no other', () => {
    const window = fc.record({
      from: fc.integer({ min: 0, max: 4_000_000_000_000 }),
      length: fc.integer({ min: 0, max: 90_000_000 }),
      at: fc.integer({ min: -1000, max: 90_001_000 }),
      hash: fc.stringMatching(/^[0-9a-z]{1,13}$/),
    });
    fc.assert(
      fc.property(window, ({ from, length, at, hash }) => {
        const moment = Math.max(0, from + at);
        const key = `${timeKey(moment)}#${hash}`;
        const holding = windowRanges(from, from + length).filter(([low, high]) => key >= low && key <= high);
        expect(holding).toHaveLength(moment >= from && moment <= from + length ? 1 : 0);
      }),
    );
  });
});
