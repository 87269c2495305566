// An MQTT broker without TLS and without keys, for what is measured beside the cloud. It keeps nothing.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';

const CONNECT_WITHIN_MS = 10_000;

/** Starts a broker on a free port of 127.0.0.1, lets `use` use it, and stops it whatever happens. */
export async function withPlainBroker<T>(use: (port: number) => Promise<T>): Promise<T> {
  // Unlimited, as the cloud's own broker: the queue that aedes would use instead holds up everybody for the slowest.
  const aedes = await Aedes.createBroker({ concurrency: 0 });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    aedes.handle(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    await new Promise<void>((resolve) => aedes.close(resolve));
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Connects clients of these names to such a broker, in their order. */
export function connectPlainly(port: number, clientIds: readonly string[]): Promise<MqttClient[]> {
  const settings = { host: '127.0.0.1', port, clean: true, reconnectPeriod: 0, connectTimeout: CONNECT_WITHIN_MS };
  return Promise.all(clientIds.map((clientId) => mqtt.connectAsync({ ...settings, clientId })));
}
