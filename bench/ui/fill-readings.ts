// A past for one device: readings in the table as core-telemetry would have stored them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sampleId } from '../../domain/telemetry/sample-id';
import { clientSettings } from '../cloud-state';
import type { BenchCloud } from '../start-cloud';
import { writeRows } from '../write-rows';

const KEPT_SECONDS = 30 * 86_400;

/** Writes `count` readings of a thing, `everyMs` apart, the last one now. */
export async function fillReadings(
  cloud: BenchCloud,
  past: { thingName: string; count: number; everyMs: number; metrics: (index: number) => Record<string, number> },
): Promise<void> {
  const { thingName, count, everyMs } = past;
  const client = new DynamoDBClient(clientSettings(cloud));
  const nowMs = Date.now();
  const row = (index: number) => {
    const observedAt = nowMs - (count - 1 - index) * everyMs;
    const metrics = past.metrics(index);
    const id = { observedAt, ownId: index, ownTime: observedAt, metrics, receivedAt: observedAt, traceId: '' };
    return {
      ...{ thingName, observedAt, receivedAt: observedAt, clockRejected: false, metrics, sampleId: sampleId(id) },
      expiresAt: Math.ceil(observedAt / 1000) + KEPT_SECONDS,
    };
  };
  await writeRows(client, { model: 'TelemetrySample', count, row });
  client.destroy();
}
