// core-status: builds its ports and hands each batch of the presence queues to its verb.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { makeMetrics } from '../shared/logger';
import { applyPresenceMessages } from './apply-presence-messages';
import { presenceTables } from './presence-tables';
import { presencePorts } from './settings';

const metrics = makeMetrics('core-status');
const ports = presencePorts('core-status', presenceTables);

/** Applies one batch; the messages that could not be stored come back (partial batch response). */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const records = event.Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const summary = await applyPresenceMessages(records, ports);
  for (const name of ['received', 'stored', 'rejected', 'ignored', 'changed'] as const) {
    metrics.addMetric(name, MetricUnit.Count, summary[name]);
  }
  for (const lagMs of summary.lagsMs) metrics.addMetric('lagMs', MetricUnit.Milliseconds, lagMs);
  if (!summary.published) metrics.addMetric('publishFailed', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return { batchItemFailures: summary.failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
}
