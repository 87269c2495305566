// The series of the demonstration fleet: every value is a function of seed, device and time, and of nothing else.
import type { DemoDevice } from './demo-devices';
import { climateReading } from './series/climate';
import { doorReading } from './series/door';
import { solarReading } from './series/solar';

/** One MQTT message, as the device would publish it at `atMs`. */
export interface SimulatedMessage {
  topic: string;
  payload: string;
  atMs: number;
}

/** What every series depends on besides device and time. */
export interface SeriesOrigin {
  seed: number;
  /** When the fleet first ran, epoch ms: the battery that runs low starts there. */
  firstStartMs: number;
}

/**
 * Returns what a device publishes at a moment (epoch ms): one flat reading of a sensor, or one envelope for each inverter
 * of a gateway. The payload carries that moment as its own timestamp.
 */
export function messagesAt(device: DemoDevice, origin: SeriesOrigin, atMs: number): SimulatedMessage[] {
  const { seed, firstStartMs } = origin;
  const { thingName, behaviour } = device;
  const topic = `${thingName}/telemetry`;
  switch (behaviour.kind) {
    case 'climate': {
      const metrics = climateReading(behaviour.climate, seed, thingName, atMs, firstStartMs);
      return [{ topic, payload: JSON.stringify({ timestamp: atMs, ...metrics }), atMs }];
    }
    case 'door':
      return [{ topic, payload: JSON.stringify({ timestamp: atMs, ...doorReading(seed, thingName, atMs) }), atMs }];
    case 'solar':
      return behaviour.inverters.map(({ deviceId, inverter }) => {
        const metrics = solarReading(inverter, thingName, seed, deviceId, atMs);
        const envelope = { plantId: thingName, deviceId, timestamp: new Date(atMs).toISOString(), metrics };
        return { topic: `solar/${thingName}/data`, payload: JSON.stringify(envelope), atMs };
      });
  }
}

/** Returns what a sensor with a bad connection sends instead: the beginning of a reading, which is no JSON. */
export function brokenMessageAt(device: DemoDevice, origin: SeriesOrigin, atMs: number): SimulatedMessage | null {
  const [message] = messagesAt(device, origin, atMs);
  return message ? { ...message, payload: message.payload.slice(0, -12) } : null;
}
