// TelemetrySample as it comes from the API or the feed of one device.
import { asRow, awsJson, jsonField, numberField, textField } from '../rows/row-fields';
import { isMetricName, metricValue } from './parse-metrics';
import type { Metrics, TelemetrySample } from './telemetry-sample';

/**
 * Returns a reading from a row with `metrics` as JSON text or as an object, or undefined when what makes it one is
 * missing. A metric that cannot be understood is left out; the others stay.
 */
export function parseTelemetrySampleRow(value: unknown): TelemetrySample | undefined {
  const row = asRow(value);
  const raw = row && jsonField(row, 'metrics');
  const thingName = row && textField(row, 'thingName');
  const sampleId = row && textField(row, 'sampleId');
  const observedAt = row && numberField(row, 'observedAt');
  const receivedAt = row && numberField(row, 'receivedAt');
  if (!row || !raw || !thingName || !sampleId || typeof observedAt !== 'number' || typeof receivedAt !== 'number') {
    return undefined;
  }
  const metrics: Metrics = {};
  for (const [name, item] of Object.entries(raw)) {
    const metric = metricValue(item);
    if (isMetricName(name) && metric !== undefined) metrics[name] = metric;
  }
  return { thingName, sampleId, observedAt, receivedAt, clockRejected: row.clockRejected === true, metrics };
}

/** Returns the readings in a message of one device's feed: a JSON text or list. What is no reading is dropped. */
export function parseTelemetrySamples(wire: unknown): TelemetrySample[] {
  const list = awsJson(wire);
  if (!Array.isArray(list)) return [];
  return list.map(parseTelemetrySampleRow).filter((sample) => sample !== undefined);
}
