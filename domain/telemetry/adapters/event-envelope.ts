// An event envelope: {"id":"e-1","timestamp":1760000000000,"source":"...","type":"reading","data":{...},"metadata":{...}}.
import { parseMetrics } from '../parse-metrics';
import { type Adapted, isJsonObject, type JsonObject, ownValue } from './adapted-reading';

/** Says whether a payload has this shape: its `data` is an object. */
export function isEventEnvelope(payload: JsonObject): boolean {
  return isJsonObject(ownValue(payload, 'data'));
}

/** Reads an event envelope: the metrics are in `data`; `source`, `type` and `metadata` describe and are not stored. */
export function adaptEventEnvelope(payload: JsonObject, thingName: string): Adapted {
  const data = ownValue(payload, 'data');
  const parsed = parseMetrics(isJsonObject(data) ? Object.entries(data) : []);
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    reading: {
      thingName,
      metrics: parsed.metrics,
      ownId: ownValue(payload, 'id'),
      ownTime: ownValue(payload, 'timestamp'),
    },
  };
}
