// A gateway's envelope: {"plantId":"plant-7","deviceId":"inverter-1","timestamp":"...","metrics":{"dcPowerW":410}}.
import { parseMetrics } from '../parse-metrics';
import { quote, refuse } from '../payload-problem';
import { childThingName, isChildId } from '../thing-names';
import { type Adapted, isJsonObject, type JsonObject, ownValue } from './adapted-reading';

/**
 * Reads a gateway's envelope for one of its children, whose thing name is `<plantId>/<deviceId>`. The plant is the
 * topic's, which a policy guards; a payload that names another is refused.
 */
export function adaptGatewayEnvelope(payload: JsonObject, plantId: string): Adapted {
  const said = ownValue(payload, 'plantId');
  if (said !== plantId) {
    const instead = typeof said === 'string' ? quote(said) : 'no text';
    return refuse('plantMismatch', `The topic is of plant ${quote(plantId)}, but plantId is ${instead}.`);
  }
  const deviceId = ownValue(payload, 'deviceId');
  if (typeof deviceId !== 'string' || !isChildId(deviceId)) {
    const which = typeof deviceId === 'string' ? quote(deviceId) : 'no text';
    return refuse('badDeviceId', `deviceId is ${which}; it must be 1-64 letters, digits or : _ . -`);
  }
  const metrics = ownValue(payload, 'metrics');
  if (!isJsonObject(metrics)) return refuse('noMetrics', 'metrics is not an object of named values.');
  const parsed = parseMetrics(Object.entries(metrics));
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    reading: {
      thingName: childThingName(plantId, deviceId),
      metrics: parsed.metrics,
      ownId: ownValue(payload, 'id'),
      ownTime: ownValue(payload, 'timestamp'),
    },
  };
}
