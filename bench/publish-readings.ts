// Devices that stay connected and publish at an even pace, in one phase after the other.
import type { MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../local/fleet/things/device-files';
import type { BrokerAddress } from '../local/fleet/things/open-connection';
import { connectDevices } from './connect-devices';
import { percentile } from './statistics';

/** A stretch of time at one pace: messages a second, of all devices together. */
export interface Phase {
  rate: number;
  seconds: number;
}

export interface PhaseOutcome {
  sent: number;
  acknowledged: number;
  /** From the first message to the last acknowledgement. */
  seconds: number;
  /** From publish to PUBACK. */
  medianMs: number;
  p99Ms: number;
}

const TICK_MS = 1;
// What AWS IoT Core allows one client to have in flight (message broker limits).
const IN_FLIGHT_PER_DEVICE = 100;

/**
 * Publishes `reading(device)`, device after device, QoS 1, and returns what became of each phase. The next phase begins
 * when everything of the last one is acknowledged.
 */
export async function publishReadings(
  broker: BrokerAddress,
  identities: readonly DeviceIdentity[],
  phases: readonly Phase[],
  reading: (device: number) => object,
): Promise<PhaseOutcome[]> {
  return publishPhases(await connectDevices(broker, identities), phases, reading);
}

/** Does the same with clients that are connected already, each named by its client id, and ends them. */
export async function publishPhases(
  clients: readonly MqttClient[],
  phases: readonly Phase[],
  reading: (device: number) => object,
): Promise<PhaseOutcome[]> {
  const names = clients.map(({ options }) => options.clientId ?? '');
  const outcomes: PhaseOutcome[] = [];
  for (const phase of phases) {
    outcomes.push(await publishPhase(clients, phase, (device) => [`${names[device]}/telemetry`, reading(device)]));
  }
  await Promise.all(clients.map((client) => client.endAsync()));
  return outcomes;
}

async function publishPhase(
  clients: readonly MqttClient[],
  { rate, seconds }: Phase,
  message: (device: number) => [topic: string, reading: object],
): Promise<PhaseOutcome> {
  const inFlight = clients.map(() => 0);
  const latencies: number[] = [];
  const startedAt = performance.now();
  let sent = 0;
  let lastAt = startedAt;
  const send = (device: number) => {
    const [topic, reading] = message(device);
    const at = performance.now();
    sent += 1;
    inFlight[device] = (inFlight[device] ?? 0) + 1;
    clients[device]?.publish(topic, JSON.stringify(reading), { qos: 1 }, (error) => {
      if (error) throw error;
      inFlight[device] = (inFlight[device] ?? 0) - 1;
      lastAt = performance.now();
      latencies.push(lastAt - at);
    });
  };
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min(seconds, (performance.now() - startedAt) / 1000);
      while (sent < elapsed * rate && (inFlight[sent % clients.length] ?? 0) < IN_FLIGHT_PER_DEVICE) {
        send(sent % clients.length);
      }
      if (elapsed < seconds || latencies.length < sent) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
  return {
    ...{ sent, acknowledged: latencies.length, seconds: (lastAt - startedAt) / 1000 },
    ...{ medianMs: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) },
  };
}
