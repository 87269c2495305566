// Who is connected now, found by what the broker knows at the moment: the client, its id or its certificate.
import type { Client } from 'aedes';
import type { DeviceConnection } from './device-connection';

export class LiveConnections {
  readonly #live = new Set<DeviceConnection>();
  readonly #byClient = new WeakMap<Client, DeviceConnection>();

  add(connection: DeviceConnection): void {
    this.#live.add(connection);
    this.#byClient.set(connection.client, connection);
  }

  /** Returns false when it had been removed before. */
  remove(connection: DeviceConnection): boolean {
    return this.#live.delete(connection);
  }

  /** The connection of a client, also after it was removed: its last will comes later. */
  of(client: Client): DeviceConnection | undefined {
    return this.#byClient.get(client);
  }

  withCertificate(certificateId: string): DeviceConnection[] {
    return [...this.#live].filter((connection) => connection.certificateId === certificateId);
  }

  withClientId(clientId: string): DeviceConnection[] {
    return [...this.#live].filter((connection) => connection.client.id === clientId);
  }

  all(): DeviceConnection[] {
    return [...this.#live];
  }
}
