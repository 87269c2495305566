// Flat JSON, as an ESP32 sends it: {"temperature":21,"humidity":40,"battery":80,"rssi":-61,"ts":1760000000}.
import { parseMetrics } from '../parse-metrics';
import { type Adapted, firstOf, type JsonObject } from './adapted-reading';

const TIME_KEYS = ['ts', 'timestamp', 'time'];
const ID_KEYS = ['id', 'messageId', 'seq'];
// Who a payload says it is from is no measurement, and never selects a thing: the topic does, which a policy guards.
const NAME_KEYS = ['thingName', 'deviceId', 'device_id', 'clientId', 'plantId', 'source'];
const NOT_METRICS = new Set([...TIME_KEYS, ...ID_KEYS, ...NAME_KEYS]);

/**
 * Reads a flat payload: every key is a metric but the time (`ts`, `timestamp` or `time`, the first that is there), the
 * identity (`id`, `messageId` or `seq`) and the names a device gives itself, which are ignored.
 */
export function adaptFlatReading(payload: JsonObject, thingName: string): Adapted {
  const parsed = parseMetrics(Object.entries(payload).filter(([key]) => !NOT_METRICS.has(key)));
  if (!parsed.ok) return parsed;
  const { metrics } = parsed;
  return {
    ok: true,
    reading: { thingName, metrics, ownId: firstOf(payload, ID_KEYS), ownTime: firstOf(payload, TIME_KEYS) },
  };
}
