// The TLS door: only certificates of the local authority come in, and each is known by its fingerprint.
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { certificateIdOf } from '../certificates/sign-certificate';
import type { Peer } from './peer';
import type { ProtocolLimits } from './protocol-limits';

export interface TlsIdentity {
  certificatePem: string;
  keyPem: string;
  /** The authority whose certificates are taken. */
  authorityPem: string;
}

export interface MqttListener {
  port: number;
  /** Takes no new connection and drops those that are open. */
  close(): Promise<void>;
}

/**
 * Listens for MQTT over TLS 1.2 or newer with client certificates. Rejects with the system's error, such as EADDRINUSE
 * with its `port`, when it cannot listen.
 */
export async function listenForMqtt(options: {
  host: string;
  port: number;
  tls: TlsIdentity;
  limits: ProtocolLimits;
  onConnection: (socket: TLSSocket, peer: Peer) => void;
}): Promise<MqttListener> {
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      cert: options.tls.certificatePem,
      key: options.tls.keyPem,
      ca: options.tls.authorityPem,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      // What AWS takes on port 443; some device SDKs ask for it on every port.
      ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt'],
      handshakeTimeout: options.limits.connectTimeoutMs,
    },
    (socket) => {
      const der = socket.getPeerCertificate()?.raw;
      // A resumed session without its certificate names nobody.
      if (!der) return socket.destroy();
      options.onConnection(socket, {
        identity: { kind: 'certificate', certificateId: certificateIdOf(der) },
        sourceIp: socket.remoteAddress?.replace(/^::ffff:/, '') ?? null,
        domainName: typeof socket.servername === 'string' && socket.servername ? socket.servername : null,
      });
    },
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A stranger's failed handshake is its own trouble.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
