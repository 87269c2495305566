import { describe, expect, it } from 'vitest';
import { formatTime } from './format-time';

describe('formatTime', () => {
  it('writes UTC when asked', () => {
    expect(formatTime(Date.UTC(2026, 10, 21, 14, 2, 9), 'clock', 'utc')).toBe('14:02:09');
    expect(formatTime(Date.UTC(2026, 10, 21, 14, 2, 9), 'full', 'utc')).toMatch(/21 Nov 2026.*14:02:09.*UTC/);
  });

  it('starts the day at 00, not at 24', () => {
    expect(formatTime(Date.UTC(2026, 0, 1, 0, 0, 0), 'minute', 'utc')).toBe('00:00');
  });

  it('does not throw on a time that cannot be', () => {
    expect(formatTime(Number.NaN, 'full', 'utc')).toBe('unknown time');
    expect(formatTime(1e300, 'clock', 'browser')).toBe('unknown time');
  });
});
