// Whose reading a topic says it is. Policies let a device publish to its own topics only, so this can be trusted.
import { isThingName } from './thing-names';

/** `device`: `<thingName>/telemetry`. `gateway`: `solar/<plantId>/data`, where the plant is a thing that has children. */
export interface TelemetryTopic {
  shape: 'device' | 'gateway';
  /** The thing whose certificate may publish there. */
  thingName: string;
}

/** Returns what a telemetry topic means, or undefined when it is none or names what cannot be a thing. */
export function parseTelemetryTopic(topic: string): TelemetryTopic | undefined {
  const levels = topic.split('/');
  const [first, second, third] = levels;
  if (levels.length === 2 && first && second === 'telemetry' && isThingName(first)) {
    return { shape: 'device', thingName: first };
  }
  if (levels.length === 3 && first === 'solar' && second && third === 'data' && isThingName(second)) {
    return { shape: 'gateway', thingName: second };
  }
  return undefined;
}
