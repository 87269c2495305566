// What a device says it measures, from JSON that a person or a device wrote.
import { asRow, numberField, parseJson, textField } from '../rows/row-fields';
import { isMetricName } from '../telemetry/parse-metrics';
import type { Capabilities } from './device';

/**
 * Returns the capabilities in a JSON text or object of the form
 * `{ "metrics": { "temperature": { "label": "Temperature", "unit": "degC", "minimum": -20, "maximum": 60 } } }`. What
 * cannot be understood is left out: a device without usable capabilities has none. Never throws.
 */
export function parseCapabilities(raw: unknown): Capabilities {
  const row = asRow(typeof raw === 'string' ? parseJson(raw) : raw);
  const declared = row && Object.hasOwn(row, 'metrics') ? asRow(row.metrics) : undefined;
  const metrics: Capabilities['metrics'] = {};
  for (const [name, value] of Object.entries(declared ?? {})) {
    const metric = asRow(value);
    if (!metric || !isMetricName(name)) continue;
    const label = textField(metric, 'label');
    const unit = textField(metric, 'unit');
    const minimum = numberField(metric, 'minimum');
    const maximum = numberField(metric, 'maximum');
    metrics[name] = {
      ...(label === null ? {} : { label }),
      ...(unit === null ? {} : { unit }),
      ...(minimum === null ? {} : { minimum }),
      ...(maximum === null ? {} : { maximum }),
    };
  }
  return { metrics };
}
