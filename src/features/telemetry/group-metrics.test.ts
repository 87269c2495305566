import { expect, it } from 'vitest';
import type { MetricValue } from '../../../domain/telemetry/telemetry-sample';
import { groupMetrics } from './group-metrics';

const metric = (name: string, unit: string, value: MetricValue) => ({
  name,
  unit,
  label: name,
  metric: { value, observedAt: 0, recent: [] },
});

it('puts numbers of one unit on one axis, in the order of their first, and states last', () => {
  const groups = groupMetrics([
    metric('open', '', true),
    metric('air', '°C', 20),
    metric('humidity', '%', 50),
    metric('soil', '°C', 12),
    metric('count', '', 3),
    metric('errors', '', 1),
    metric('mode', '', 'eco'),
  ]);
  expect(groups.map(({ kind, unit, metrics }) => [kind, unit, metrics.map(({ name }) => name)])).toEqual([
    ['numbers', '°C', ['air', 'soil']],
    ['numbers', '%', ['humidity']],
    ['numbers', '', ['count']],
    ['numbers', '', ['errors']],
    ['states', '', ['open']],
    ['states', '', ['mode']],
  ]);
  expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
});

it('does not take a unit for the name of a metric', () => {
  const groups = groupMetrics([metric('a', 'x', 1), metric('x', '', 1)]);
  expect(groups).toHaveLength(2);
});
