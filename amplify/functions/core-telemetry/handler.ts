// core-telemetry: reads its settings, builds its ports, and hands each batch of the telemetry queue to its verb.
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { sleep } from '../shared/back-off';
import { makeLog, makeMetrics } from '../shared/logger';
import { makePublish } from '../shared/publish';
import { readEnvironment } from '../shared/read-environment';
import { tableClient } from '../shared/table-client';
import { ingestTelemetry } from './ingest-telemetry';
import { signsOfLifeQueue } from './signs-of-life-queue';
import { telemetryTables } from './telemetry-tables';

const settings = readEnvironment(
  process.env,
  [
    'TELEMETRY_SAMPLE_TABLE',
    'DEVICE_LATEST_TABLE',
    'DEVICE_EVENT_TABLE',
    'DEVICE_TABLE',
    'DEVICE_PRESENCE_TABLE',
    'SIGNS_OF_LIFE_QUEUE_URL',
    'GRAPHQL_URL',
  ],
  ['RAW_RETENTION_DAYS', 'EVENT_RETENTION_DAYS'],
);
const log = makeLog('core-telemetry');
const metrics = makeMetrics('core-telemetry');
const client = tableClient();
const ports = {
  log,
  now: Date.now,
  publish: makePublish({ graphqlUrl: settings.GRAPHQL_URL, env: process.env }),
  signsOfLife: signsOfLifeQueue({
    client,
    sqs: new SQSClient({}),
    presenceTable: settings.DEVICE_PRESENCE_TABLE,
    queueUrl: settings.SIGNS_OF_LIFE_QUEUE_URL,
    sleep,
  }),
  store: telemetryTables({
    client,
    sampleTable: settings.TELEMETRY_SAMPLE_TABLE,
    latestTable: settings.DEVICE_LATEST_TABLE,
    eventTable: settings.DEVICE_EVENT_TABLE,
    deviceTable: settings.DEVICE_TABLE,
    sampleDays: Number(settings.RAW_RETENTION_DAYS ?? 30),
    eventDays: Number(settings.EVENT_RETENTION_DAYS ?? 90),
    now: Date.now,
    sleep,
    log,
  }),
};
// One metric holds at most a hundred values per log line (CloudWatch embedded metric format).
const MAX_VALUES = 100;

/** Ingests one batch; the records that could not be stored come back (partial batch response). */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const records = event.Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const summary = await ingestTelemetry(records, ports);
  metrics.addMetric('received', MetricUnit.Count, summary.received);
  metrics.addMetric('stored', MetricUnit.Count, summary.stored);
  metrics.addMetric('rejected', MetricUnit.Count, summary.rejected);
  if (!summary.published) metrics.addMetric('publishFailed', MetricUnit.Count, 1);
  for (const lagMs of summary.lagsMs.slice(0, MAX_VALUES)) metrics.addMetric('lagMs', MetricUnit.Milliseconds, lagMs);
  metrics.publishStoredMetrics();
  return { batchItemFailures: summary.failedIds.map((itemIdentifier) => ({ itemIdentifier })) };
}
