// core-status: reads its settings, builds its ports, and hands each batch of the presence queue to its verb.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { makeLog, makeMetrics } from '../shared/logger';
import { makePublish } from '../shared/publish';
import { readEnvironment } from '../shared/read-environment';
import { tableClient } from '../shared/table-client';
import { applyLifecycleEvents } from './apply-lifecycle-events';
import { presenceTables } from './presence-tables';

const settings = readEnvironment(
  process.env,
  ['DEVICE_PRESENCE_TABLE', 'DEVICE_EVENT_TABLE', 'GRAPHQL_URL'],
  ['EVENT_RETENTION_DAYS'],
);
const metrics = makeMetrics('core-status');
const ports = {
  now: Date.now,
  log: makeLog('core-status'),
  publish: makePublish({ graphqlUrl: settings.GRAPHQL_URL, env: process.env }),
  store: presenceTables({
    client: tableClient(),
    presenceTable: settings.DEVICE_PRESENCE_TABLE,
    eventTable: settings.DEVICE_EVENT_TABLE,
    eventDays: Number(settings.EVENT_RETENTION_DAYS ?? 90),
    now: Date.now,
  }),
};

/** Applies one batch; the events that could not be stored come back (partial batch response). */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const records = event.Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const summary = await applyLifecycleEvents(records, ports);
  for (const name of ['received', 'stored', 'rejected', 'ignored', 'changed'] as const) {
    metrics.addMetric(name, MetricUnit.Count, summary[name]);
  }
  for (const lagMs of summary.lagsMs) metrics.addMetric('lagMs', MetricUnit.Milliseconds, lagMs);
  if (!summary.published) metrics.addMetric('publishFailed', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return { batchItemFailures: summary.failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
}
