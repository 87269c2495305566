import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMetricName } from '../../../domain/telemetry/parse-metrics';
import { NO_FILTER } from './fleet-filter';
import type { OrderBy } from './fleet-order';
import { type FleetView, leadingMetric, readFleetView, writeFleetView } from './fleet-view';

const word = fc.string({ minLength: 1 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const metricName = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter(isMetricName);
const bound = maybe(fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0));
const by: fc.Arbitrary<OrderBy> = fc.oneof(
  fc.constantFrom<OrderBy>({ kind: 'name' }, { kind: 'presence' }, { kind: 'heard' }, { kind: 'battery' }),
  metricName.map((name): OrderBy => ({ kind: 'metric', name })),
);
const view: fc.Arbitrary<FleetView> = fc.record({
  layout: fc.constantFrom('list' as const, 'grid' as const, 'map' as const),
  filter: fc.record({
    text: fc.string(),
    presence: maybe(fc.constantFrom('online' as const, 'offline' as const, 'stale' as const, 'unknown' as const)),
    type: maybe(word),
    site: maybe(word),
    tag: maybe(word),
    metric: maybe(fc.record({ name: metricName, above: bound, below: bound })),
  }),
  order: fc.record({ by, descending: fc.boolean() }),
});

describe('the address of a view', () => {
  it('is read back as the same view, whatever devices are called', () => {
    fc.assert(
      fc.property(view, (wanted) => {
        const address = writeFleetView(wanted).toString();
        expect(readFleetView(new URLSearchParams(address))).toEqual(wanted);
      }),
    );
  });

  it('is empty for the usual view and short for others', () => {
    const usual = readFleetView(new URLSearchParams());
    expect(usual).toEqual({ layout: 'list', filter: NO_FILTER, order: { by: { kind: 'name' }, descending: false } });
    expect(writeFleetView(usual).toString()).toBe('');
    const hot = 'metric=temperature&above=8&sort=metric%3Atemperature';
    expect(writeFleetView(readFleetView(new URLSearchParams(hot))).toString()).toBe(hot);
    expect(leadingMetric(readFleetView(new URLSearchParams(hot)))).toBe('temperature');
  });

  it('with nonsense counts as not said', () => {
    const nonsense = 'view=globe&presence=maybe&metric=__proto__&above=x&sort=metric:constructor&order=up&site=';
    expect(readFleetView(new URLSearchParams(nonsense))).toEqual(readFleetView(new URLSearchParams()));
    expect(readFleetView(new URLSearchParams('metric=t&above=1,5&below=many')).filter.metric).toEqual({
      name: 't',
      above: 1.5,
      below: null,
    });
  });
});
