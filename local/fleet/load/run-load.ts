// Puts load on the local cloud: many devices, each with its own certificate and connection, QoS 1, pipelined.
import type { MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../things/device-files';
import { type BrokerAddress, openConnection } from '../things/open-connection';
import { garbage } from './garbage';
import type { LoadOptions } from './load-options';

export interface LoadResult {
  sent: number;
  acknowledged: number;
  /** Sent, and never acknowledged within the time allowed after the end. */
  lost: number;
  reconnections: number;
  /** From the first message to the last acknowledgement. */
  seconds: number;
  /** Milliseconds from publish to PUBACK; null when nothing was acknowledged. */
  medianMs: number | null;
  p99Ms: number | null;
}

const TICK_MS = 5;
// What AWS IoT Core allows one client to have in flight (message broker limits).
const IN_FLIGHT_PER_DEVICE = 100;
const DROP_EVERY_MS = 1_000;
const GARBAGE_EVERY = 20;
const LAST_ACKNOWLEDGEMENTS_MS = 30_000;

interface LoadDevice {
  client: MqttClient;
  topic: string;
  inFlight: number;
}

/** Publishes at the rate for the time that is asked for, then waits for the last acknowledgements. */
export async function runLoad(
  broker: BrokerAddress,
  identities: readonly DeviceIdentity[],
  options: LoadOptions,
): Promise<LoadResult> {
  const devices = await Promise.all(identities.map((identity) => connect(broker, identity)));
  const latencies: number[] = [];
  let sent = 0;
  let reconnections = 0;
  for (const { client } of devices) client.on('connect', () => (reconnections += 1));

  const send = (device: LoadDevice) => {
    const index = sent;
    sent += 1;
    device.inFlight += 1;
    const reading = JSON.stringify({ timestamp: Date.now(), seq: index, temperature: 20 + (index % 50) / 10 });
    const payload = options.garbage && index % GARBAGE_EVERY === 0 ? garbage(index) : reading;
    const at = performance.now();
    device.client.publish(device.topic, payload, { qos: 1 }, (error) => {
      device.inFlight -= 1;
      if (!error) latencies.push(performance.now() - at);
    });
  };

  const startedAt = performance.now();
  const dropping = setInterval(() => {
    // As when the network goes: no DISCONNECT. What is in flight is sent again after the reconnection.
    if (options.drop) devices[Math.floor(Math.random() * devices.length)]?.client.stream.destroy();
  }, DROP_EVERY_MS);
  let turn = 0;
  await until(() => {
    const elapsed = Math.min(options.seconds, (performance.now() - startedAt) / 1000);
    const due = Math.floor(elapsed * options.rate);
    for (let full = 0; sent < due && full < devices.length; turn += 1) {
      const device = devices[turn % devices.length];
      if (device && device.inFlight < IN_FLIGHT_PER_DEVICE) {
        send(device);
        full = 0;
      } else full += 1;
    }
    return elapsed >= options.seconds;
  });
  clearInterval(dropping);
  const patience = performance.now() + LAST_ACKNOWLEDGEMENTS_MS;
  await until(() => latencies.length === sent || performance.now() > patience);
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(devices.map(({ client }) => client.endAsync(latencies.length < sent)));

  latencies.sort((left, right) => left - right);
  const percentile = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? null;
  const acknowledged = latencies.length;
  const lost = sent - acknowledged;
  return { sent, acknowledged, lost, reconnections, seconds, medianMs: percentile(0.5), p99Ms: percentile(0.99) };
}

function until(done: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!done()) return;
      clearInterval(timer);
      resolve();
    }, TICK_MS);
  });
}

function connect(broker: BrokerAddress, identity: DeviceIdentity): Promise<LoadDevice> {
  return new Promise((resolve, reject) => {
    const client = openConnection(broker, identity, { reconnectPeriod: 500 });
    let joined = false;
    client.once('connect', () => {
      joined = true;
      resolve({ client, topic: `${identity.thingName}/telemetry`, inFlight: 0 });
    });
    client.on('error', (error) => {
      // After the first connection a lost one is part of the game.
      if (joined) return;
      client.end(true);
      reject(error);
    });
  });
}
