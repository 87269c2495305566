// Which metrics share a chart: numbers of one unit share an axis. A number whose unit nobody wrote down is alone, because
// nothing says that it can be compared; so is a flag or a text.
import type { LatestMetric } from '../../../domain/telemetry/device-latest';

/** A metric as the page shows it. */
export interface PanelMetric {
  name: string;
  label: string;
  unit: string;
  metric: LatestMetric;
}

/** One panel of the page. */
export interface PanelGroup {
  /** Stays the same while the metrics' values change. */
  key: string;
  kind: 'numbers' | 'states';
  unit: string;
  metrics: PanelMetric[];
}

/** Returns the panels of a page, each where its first metric stands; panels of numbers come before those of states. */
export function groupMetrics(metrics: readonly PanelMetric[]): PanelGroup[] {
  const groups = new Map<string, PanelGroup>();
  for (const metric of metrics) {
    const kind = typeof metric.metric.value === 'number' ? 'numbers' : 'states';
    const key = kind === 'numbers' && metric.unit !== '' ? `unit ${metric.unit}` : `${kind} ${metric.name}`;
    const group = groups.get(key) ?? { key, kind, unit: metric.unit, metrics: [] };
    group.metrics.push(metric);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  return [...all.filter(({ kind }) => kind === 'numbers'), ...all.filter(({ kind }) => kind === 'states')];
}
