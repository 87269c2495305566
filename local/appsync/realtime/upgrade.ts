// `/graphql/realtime`: turns upgrade requests into connections.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type ConnectionPorts, serveConnection } from './connection';
import { connectionProof } from './connection-proof';

/** A start message carries at most a request of 1 MB. */
const MAX_FRAME_BYTES = 1024 * 1024 + 16 * 1024;

/** The realtime door. */
export interface RealtimeDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every connection. */
  stop(): void;
}

/** Returns the door. `connect` gives what a connection with this proof needs; `sourceIp` is the client's address. */
export function realtimeDoor(
  connect: (proof: Record<string, string>, sourceIp: string) => ConnectionPorts,
): RealtimeDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (protocols) => (protocols.has('graphql-ws') ? 'graphql-ws' : false),
  });
  return {
    upgrade(request, socket, head) {
      if (!/\bgraphql-ws\b/.test(request.headers['sec-websocket-protocol'] ?? '')) {
        socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      const ports = connect(connectionProof(request), request.socket.remoteAddress ?? '');
      server.handleUpgrade(request, socket, head, (connection) => serveConnection(connection, ports));
    },
    stop() {
      for (const connection of server.clients) connection.terminate();
      server.close();
    },
  };
}
