// Fills the tables of a running cloud with devices and readings, by BatchWriteItem.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DevicePresence } from '../domain/presence/device-presence';
import type { DeviceLatest } from '../domain/telemetry/device-latest';
import { sampleId } from '../domain/telemetry/sample-id';
import type { TelemetrySample } from '../domain/telemetry/telemetry-sample';
import { clientSettings } from './cloud-state';
import { deviceNames } from './devices';
import type { BenchCloud } from './start-cloud';
import { type Row, writeRows } from './write-rows';

const SECONDS_BETWEEN_READINGS = 60;
const KEPT_SECONDS = 30 * 86_400;

/** Writes `devices` devices with a newest state and a presence each, and `samples` readings shared among them. */
export async function fillStore(
  cloud: BenchCloud,
  { devices, samples, say }: { devices: number; samples: number; say: (line: string) => void },
): Promise<void> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const names = deviceNames(devices);
  const nowMs = Date.now();
  const write = (model: string, count: number, row: (index: number) => Row) =>
    writeRows(client, { model, count, row, say });
  const nameOf = (index: number) => names[index % devices] ?? '';
  await write('Device', devices, (index) => ({ thingName: nameOf(index), name: `Device ${index}`, simulated: true }));
  await write('DevicePresence', devices, (index): DevicePresence & Row => ({
    ...{ thingName: nameOf(index), presence: 'online', since: nowMs, reason: 'connected', eventType: 'connected' },
    ...{ sessionIdentifier: `session-${index}`, versionNumber: 1, eventAt: nowMs },
  }));
  await write('DeviceLatest', devices, (index): DeviceLatest & Row => ({
    ...{ thingName: nameOf(index), gateway: null, observedAt: nowMs, receivedAt: nowMs, clockRejected: false },
    ...{ batteryPercent: 80, rssiDbm: -60 },
    metrics: { temperature: { value: 21.5, observedAt: nowMs, recent: [], recentAt: [] } },
  }));
  await write('TelemetrySample', samples, (index): TelemetrySample & Row => {
    const observedAt = nowMs - Math.floor(index / devices) * SECONDS_BETWEEN_READINGS * 1000;
    const metrics = { temperature: 20 + (index % 50) / 10, humidity: 40 + (index % 20) };
    return {
      ...{ thingName: nameOf(index), observedAt, receivedAt: observedAt, clockRejected: false, metrics },
      sampleId: sampleId({
        observedAt,
        ownId: index,
        ownTime: observedAt,
        metrics,
        receivedAt: observedAt,
        traceId: '',
      }),
      expiresAt: Math.ceil(observedAt / 1000) + KEPT_SECONDS,
    };
  });
  client.destroy();
}
