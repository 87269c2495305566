// How long published values took until they were shown, as measurements.
import type { Measurement } from './results';
import { sentAtOf } from './stamp';
import { percentile } from './statistics';

/**
 * Returns percentiles of the time to the DOM and the share that was shown at all. `expected` are the stamped values that
 * the page should show, `seenAt` says when it showed which (epoch ms). Without a shown value there are no percentiles
 * (NaN); latency is that of the shown ones.
 */
export function timeToShown(expected: readonly number[], seenAt: ReadonlyMap<number, number>): Measurement[] {
  const took = expected.flatMap((value) => {
    const at = seenAt.get(value);
    return at === undefined ? [] : [at - sentAtOf(value)];
  });
  return [
    { name: 'p50', unit: 'ms', value: percentile(took, 0.5) },
    { name: 'p95', unit: 'ms', value: percentile(took, 0.95) },
    { name: 'p99', unit: 'ms', value: percentile(took, 0.99) },
    { name: 'share shown', unit: '', value: took.length / expected.length },
  ];
}
