// presence-sweep: every minute, looks at the things that are due.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { makeMetrics } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import { sweepTables } from './presence-tables';
import { presencePorts } from './settings';
import { sweepPresence } from './sweep-presence';

const { DEVICE_LATEST_TABLE: latestTable } = readEnvironment(process.env, ['DEVICE_LATEST_TABLE']);
const metrics = makeMetrics('presence-sweep');
const ports = presencePorts('presence-sweep', (tables) => sweepTables({ ...tables, latestTable }));
// The function's timeout is a minute; what is begun must end within it.
const BEGIN_NOTHING_AFTER_MS = 40_000;

/** Sweeps once. Throws when a shard cannot be read: it is then invoked again. */
export async function handler(): Promise<void> {
  const summary = await sweepPresence({ ...ports, deadlineMs: Date.now() + BEGIN_NOTHING_AFTER_MS });
  for (const name of ['lookedAt', 'silent', 'heard', 'failed', 'unfinished'] as const) {
    metrics.addMetric(name, MetricUnit.Count, summary[name]);
  }
  metrics.addMetric('lateMs', MetricUnit.Milliseconds, summary.lateMs);
  metrics.publishStoredMetrics();
}
