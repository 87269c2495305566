// presence-census: every five minutes, counts the fleet; every hour it also looks for readings that nobody told of.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { COUNTED_EVERY_MS } from '../../../domain/presence/presence-count';
import { makeMetrics } from '../shared/logger';
import { readEnvironment } from '../shared/read-environment';
import { censusTables } from './census-tables';
import { presencePorts } from './settings';
import { takeCensus } from './take-census';

const settings = readEnvironment(process.env, ['DEVICE_LATEST_TABLE', 'PRESENCE_COUNT_TABLE']);
const metrics = makeMetrics('presence-census');
const ports = presencePorts('presence-census', (tables) =>
  censusTables({
    ...tables,
    latestTable: settings.DEVICE_LATEST_TABLE,
    countTable: settings.PRESENCE_COUNT_TABLE,
  }),
);
const HOUR_MS = 3_600_000;

/** Counts for the moment that the schedule names. Throws when a table cannot be read: it is then invoked again. */
export async function handler(event: { time?: string }): Promise<void> {
  const scheduledFor = Date.parse(event.time ?? '') || Date.now();
  const at = Math.floor(scheduledFor / COUNTED_EVERY_MS) * COUNTED_EVERY_MS;
  const summary = await takeCensus({ at, withReadings: at % HOUR_MS === 0 }, ports);
  for (const [name, count] of Object.entries(summary)) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}
