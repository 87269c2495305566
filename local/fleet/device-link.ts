// One simulated device's lasting connection: it comes back when the broker does, and steps aside when it is refused.
import type { MqttClient } from 'mqtt';
import type { SimulatedMessage } from './series';
import type { DeviceIdentity } from './things/device-files';
import { type BrokerAddress, isRefusal, openConnection } from './things/open-connection';

const RECONNECT_MS = 2_000;
// A disabled device may be enabled again; a deleted one asks in vain, and should not ask often.
const REFUSED_RETRY_MS = 60_000;

export interface DeviceLink {
  isConnected(): boolean;
  /** Resolves when the broker has acknowledged. Rejects when the device leaves or is refused before that. */
  publish(message: SimulatedMessage): Promise<void>;
  /** Disconnects as MQTT asks for, and forgets what is not acknowledged. */
  leave(): Promise<void>;
  /** Connects again after `leave`. */
  comeBack(): void;
}

/** Connects a device and keeps it connected. */
export function openDeviceLink(broker: BrokerAddress, identity: DeviceIdentity): DeviceLink {
  let client: MqttClient | null = null;
  let retry: NodeJS.Timeout | undefined;
  // mqtt.js keeps what is not acknowledged for a reconnection; when none will come, its publisher must be told.
  const waiting = new Set<(reason: Error) => void>();
  const abandon = () => {
    for (const reject of waiting) reject(new Error(`${identity.thingName} left before its message was acknowledged.`));
  };

  function connect(): void {
    clearTimeout(retry);
    const mine = openConnection(broker, identity, { reconnectPeriod: RECONNECT_MS });
    client = mine;
    mine.on('error', (error) => {
      // Anything else is a broker out of reach: the client tries again by itself.
      if (!isRefusal(error) || client !== mine) return;
      client = null;
      mine.end(true);
      abandon();
      retry = setTimeout(connect, REFUSED_RETRY_MS);
    });
  }

  connect();
  return {
    isConnected: () => client?.connected === true,
    async publish({ topic, payload }) {
      const mine = client;
      if (!mine) throw new Error(`${identity.thingName} is not connected.`);
      let stopWaiting = () => {};
      const acknowledged = new Promise<void>((resolve, reject) => {
        waiting.add(reject);
        stopWaiting = () => waiting.delete(reject);
        mine.publishAsync(topic, payload, { qos: 1 }).then(() => resolve(), reject);
      });
      await acknowledged.finally(stopWaiting);
    },
    async leave() {
      clearTimeout(retry);
      const leaving = client;
      client = null;
      // With messages in flight a polite DISCONNECT would wait for them, perhaps for ever.
      const isPolite = leaving?.connected && waiting.size === 0;
      abandon();
      await leaving?.endAsync(!isPolite);
    },
    comeBack: () => {
      if (!client) connect();
    },
  };
}
