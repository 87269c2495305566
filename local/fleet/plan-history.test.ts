// The day before a start, and only what is missing of it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEMO_DEVICES } from './demo-devices';
import { planHistory } from './plan-history';

const HOUR = 3600_000;
const NOW = Date.UTC(2025, 5, 21, 11, 20, 33);
const sensor = { kind: 'climate' as const, climate: {} as never, intervalMs: 2000, sendsBroken: false };

it('covers a whole day at the first start', () => {
  const moments = planHistory(sensor, null, NOW);
  expect(moments).toHaveLength(720);
  expect(moments[0]).toBeGreaterThan(NOW - 24 * HOUR);
  expect(moments.at(-1)).toBeLessThan(NOW);
});

it('publishes nothing after a short break', () => {
  expect(planHistory(sensor, NOW - 10_000, NOW)).toEqual([]);
});

it('continues where the last run ended, without a gap and without a moment twice', () => {
  const whole = planHistory(sensor, null, NOW);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 * HOUR }), (ago) => {
      const until = NOW - ago;
      expect(planHistory(sensor, until, NOW)).toEqual(whole.filter((at) => at > until));
    }),
  );
});

it('does not depend on the moment of the start', () => {
  const later = planHistory(sensor, null, NOW + 17_000);
  expect(planHistory(sensor, null, NOW).filter((at) => later.includes(at)).length).toBeGreaterThan(700);
});

it('stays small enough to publish within seconds', () => {
  const messages = DEMO_DEVICES.reduce((sum, { behaviour }) => {
    const each = behaviour.kind === 'solar' ? behaviour.inverters.length : 1;
    return sum + each * planHistory(behaviour, null, NOW).length;
  }, 0);
  expect(messages).toBeLessThan(6000);
});
