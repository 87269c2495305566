// AppSync's realtime protocol, as much of it as a test needs: one subscription on a connection of its own.
import WebSocket from 'ws';
import type { LocalCloud } from '../local/cloud';

interface Frame {
  type: string;
  payload?: {
    data?: Record<string, Record<string, unknown>>;
    errors?: { errorType?: string; message: string }[];
  };
}

/** A subscription that was accepted; `messages` grows by what arrives, each without the envelope. */
export interface Subscription {
  messages: Record<string, unknown>[];
  close(): void;
}

/** The connection or the subscription was refused; `errors` are the ones that the service sent. */
export class SubscriptionRefused extends Error {
  override name = 'SubscriptionRefused';
  constructor(readonly errors: readonly { errorType?: string; message: string }[]) {
    super(errors.map(({ errorType, message }) => `${errorType}: ${message}`).join('; '));
  }
}

/** Resolves once the subscription is acknowledged. Throws SubscriptionRefused. */
export function subscribe(
  cloud: LocalCloud,
  token: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Subscription> {
  const authorization = { host: new URL(cloud.awsEndpoint).host, Authorization: token };
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const url = `${cloud.awsEndpoint.replace('http', 'ws')}/graphql/realtime`;
  const socket = new WebSocket(url, ['graphql-ws', `header-${header}`]);
  const messages: Record<string, unknown>[] = [];
  const data = JSON.stringify({ query, variables });
  const start = { id: 's', type: 'start', payload: { data, extensions: { authorization } } };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (bytes) => {
      const { type, payload } = JSON.parse(bytes.toString()) as Frame;
      if (type === 'connection_ack') socket.send(JSON.stringify(start));
      else if (type === 'start_ack') resolve({ messages, close: () => socket.terminate() });
      else if (type === 'data') messages.push(...Object.values(payload?.data ?? {}));
      else if (type !== 'ka') {
        reject(new SubscriptionRefused(payload?.errors ?? [{ message: type }]));
        socket.terminate();
      }
    });
  });
}
