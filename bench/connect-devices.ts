// Many devices connected at once, each over TLS with its own certificate.
import type { MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../local/fleet/things/device-files';
import { inParallel } from '../local/fleet/things/in-parallel';
import { type BrokerAddress, openConnection } from '../local/fleet/things/open-connection';

// Handshakes cost most of a connection; all at once they would time out on a slow machine.
const CONNECTED_AT_ONCE = 20;

/**
 * Connects the devices and returns their clients in the order of the devices, not in that in which they happened to
 * connect: a stamp names its device by number. None reconnects by itself. Throws when one cannot connect.
 */
export async function connectDevices(
  broker: BrokerAddress,
  identities: readonly DeviceIdentity[],
): Promise<MqttClient[]> {
  const connected = new Map<DeviceIdentity, MqttClient>();
  await inParallel(identities, CONNECTED_AT_ONCE, async (identity) => {
    connected.set(identity, await connect(broker, identity));
  });
  return identities.flatMap((identity) => connected.get(identity) ?? []);
}

function connect(broker: BrokerAddress, identity: DeviceIdentity): Promise<MqttClient> {
  return new Promise((resolve, reject) => {
    const client = openConnection(broker, identity, { reconnectPeriod: 0 });
    client.once('connect', () => resolve(client));
    client.once('error', reject);
  });
}
