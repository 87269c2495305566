// MQTT over WebSocket for callers with AWS credentials: `/mqtt` with a SigV4 signature in the query (AWS IoT Core: device
// communication protocols).
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { AwsError } from '../../gateway/aws-service';
import type { RawRoute } from '../../gateway/gateway';
import { requestHead } from '../../gateway/read-request';
import type { Clock } from '../../settings/clock';
import type { IamAuthority } from '../../settings/ports';
import type { Peer } from './peer';

const SIGNING_NAME = 'iotdevicegateway';
const SUBPROTOCOL = 'mqtt';
/** "WebSocket connection duration: 24 hours" (AWS IoT Core quotas). */
export const LONGEST_CONNECTION_MS = 86_400_000;

export interface WebSocketDoor {
  /** For the gateway. */
  route: RawRoute;
  /** Drops every connection. */
  close(): void;
}

/** Returns the door. `onConnection` is given the bytes of each connection whose signature is right. */
export function webSocketDoor(options: {
  authority: Pick<IamAuthority, 'verifyPresigned'>;
  clock: Clock;
  largestFrameBytes: number;
  onConnection: (stream: Duplex, peer: Peer) => void;
  log: (line: string) => void;
}): WebSocketDoor {
  const { authority, clock, largestFrameBytes, onConnection, log } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrameBytes,
    handleProtocols: (protocols) => (protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });

  function peerOf(request: IncomingMessage): Peer {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes(SUBPROTOCOL)) {
      throw new AwsError('BadRequestException', `The WebSocket subprotocol must be "${SUBPROTOCOL}".`, 400);
    }
    const signed = { ...requestHead(request), body: Buffer.alloc(0) };
    return {
      identity: { kind: 'iam', principal: authority.verifyPresigned(signed, SIGNING_NAME) },
      sourceIp: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null,
      domainName: request.headers.host?.replace(/:\d+$/, '') ?? null,
    };
  }

  return {
    route: {
      path: '/mqtt',
      upgrade(request, socket, head) {
        let peer: Peer;
        try {
          peer = peerOf(request);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          log(`A WebSocket connection is refused: ${error.message}`);
          return refuse(socket, error);
        }
        server.handleUpgrade(request, socket, head, (webSocket) => {
          // "If any other type of data frame is received the recipient MUST close the Network Connection" [MQTT-6.0.0-1].
          webSocket.on('message', (_data, isBinary) => {
            if (!isBinary) stream.destroy();
          });
          const cancel = clock.after(LONGEST_CONNECTION_MS, () => webSocket.close());
          webSocket.once('close', cancel);
          const stream = createWebSocketStream(webSocket);
          onConnection(stream, peer);
        });
      },
    },
    close() {
      for (const webSocket of server.clients) webSocket.terminate();
      server.close();
    },
  };
}

function refuse(socket: Duplex, { code, message, status }: AwsError): void {
  const body = JSON.stringify({ message });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'connection: close',
      'content-type: application/json',
      `x-amzn-errortype: ${code}`,
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
