// One WebSocket connection: the protocol `graphql-ws` as AppSync speaks it.
import type { WebSocket } from 'ws';
import type { Clock } from '../../settings/clock';
import { RequestRefused } from '../appsync-error';
import { type ClientMessage, readClientMessage } from './client-message';
import { type RealtimeError, StartRefused } from './start-refused';
import type { AcceptedSubscription } from './start-subscription';
import type { SubscriptionHub } from './subscription-hub';

/** "Number of subscriptions per connection: 100" (AppSync quotas). */
const MAX_SUBSCRIPTIONS = 100;
const KEEP_ALIVE_MS = 60_000;
const CONNECTION_TIMEOUT_MS = 300_000;
/** A subscriber that is this far behind is dropped; it comes back and fetches what it missed. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

/** What a connection needs of the service. */
export interface ConnectionPorts {
  hub: SubscriptionHub;
  /** Verifies who connects. Throws RequestRefused. */
  authenticate(): Promise<{ expiresAt: number | null }>;
  /** Verifies who subscribes, and whether the subscription may start. Throws RequestRefused or StartRefused. */
  accept(headers: Record<string, string>, request: string): Promise<AcceptedSubscription>;
  clock: Clock;
  report: (error: unknown) => void;
}

/** Serves one connection until it closes. */
export function serveConnection(socket: WebSocket, ports: ConnectionPorts): void {
  new Connection(socket, ports);
}

class Connection {
  private readonly ends = new Map<string, () => void>();
  private cancelKeepAlive = () => {};
  private cancelExpiry = () => {};
  private isAuthenticated: Promise<boolean> | null = null;
  /** The earliest expiry of the tokens that the connection and its subscriptions came with. */
  private expiresAt = Number.POSITIVE_INFINITY;

  constructor(
    private readonly socket: WebSocket,
    private readonly ports: ConnectionPorts,
  ) {
    this.scheduleKeepAlive();
    socket.on('message', (frame, isBinary) => {
      const message = readClientMessage(isBinary ? '' : frame.toString());
      this.take(message).catch((error: unknown) => this.ports.report(error));
    });
    // A broken frame or a reset; `close` follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.cancelKeepAlive();
      this.cancelExpiry();
      for (const end of this.ends.values()) end();
      this.ends.clear();
    });
  }

  private async take(message: ClientMessage): Promise<void> {
    this.isAuthenticated ??= this.authenticate();
    if (!(await this.isAuthenticated)) return;
    switch (message.type) {
      case 'connection_init':
        this.send({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT_MS } });
        this.send({ type: 'ka' });
        return;
      case 'start':
        return this.start(message);
      case 'stop':
        this.ends.get(message.id)?.();
        this.ends.delete(message.id);
        this.send({ id: message.id, type: 'complete' });
        return;
      case 'unknown': {
        const sentence = `${message.name} not supported through the realtime channel`;
        this.refuse(message.id, [{ errorType: 'UnsupportedOperation', message: sentence }]);
      }
    }
  }

  private async authenticate(): Promise<boolean> {
    try {
      this.watchExpiry((await this.ports.authenticate()).expiresAt);
      return true;
    } catch (error) {
      const [first] = this.errorsOf(error);
      const errors = [{ ...first, errorCode: error instanceof RequestRefused ? error.status : 500 }];
      this.send({ type: 'connection_error', payload: { errors } });
      this.socket.close();
      return false;
    }
  }

  private async start({ id, headers, request }: ClientMessage & { type: 'start' }): Promise<void> {
    if (this.ends.has(id)) {
      const message = `The subscription ${id} is running already.`;
      return this.refuse(id, [{ errorType: 'BadRequestException', message }]);
    }
    if (this.ends.size >= MAX_SUBSCRIPTIONS) {
      const message = `Max number of ${MAX_SUBSCRIPTIONS} subscriptions reached`;
      return this.refuse(id, [{ errorType: 'MaxSubscriptionsReachedError', message }]);
    }
    // The place is taken while the start is decided; a `stop` that comes meanwhile frees it.
    const pending = () => undefined;
    this.ends.set(id, pending);
    try {
      const accepted = await this.ports.accept(headers, request);
      if (this.ends.get(id) !== pending) return;
      this.watchExpiry(accepted.expiresAt);
      const prefix = `{"id":${JSON.stringify(id)},"type":"data","payload":`;
      // Before the acknowledgement: what is published from now on must arrive.
      this.send({ id, type: 'start_ack' });
      this.ends.set(id, this.ports.hub.add({ ...accepted, deliver: (payload) => this.write(`${prefix}${payload}}`) }));
    } catch (error) {
      if (this.ends.get(id) === pending) this.ends.delete(id);
      this.refuse(id, this.errorsOf(error));
    }
  }

  private refuse(id: string | null, errors: readonly RealtimeError[]): void {
    this.send({ ...(id === null ? {} : { id }), type: 'error', payload: { errors } });
  }

  private errorsOf(error: unknown): readonly RealtimeError[] {
    if (error instanceof StartRefused) return error.errors;
    if (error instanceof RequestRefused) return [{ errorType: error.errorType, message: error.message }];
    this.ports.report(error);
    return [{ errorType: 'InternalFailure', message: 'Internal Failure' }];
  }

  /** Nobody reads on with a token that no longer holds; a client that still may comes back with a fresh one. */
  private watchExpiry(expiresAt: number | null): void {
    if (expiresAt === null || expiresAt >= this.expiresAt || this.socket.readyState !== this.socket.OPEN) return;
    this.expiresAt = expiresAt;
    this.cancelExpiry();
    this.cancelExpiry = this.ports.clock.after(expiresAt - this.ports.clock.now(), () => this.closeExpired());
  }

  private closeExpired(): void {
    this.socket.close(4401, 'Token has expired.');
  }

  private scheduleKeepAlive(): void {
    this.cancelKeepAlive = this.ports.clock.after(KEEP_ALIVE_MS, () => {
      this.send({ type: 'ka' });
      this.scheduleKeepAlive();
    });
  }

  private send(message: Record<string, unknown>): void {
    this.write(JSON.stringify(message));
  }

  private write(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    // A laptop that slept wakes up before its timers do.
    if (this.ports.clock.now() >= this.expiresAt) this.closeExpired();
    else if (this.socket.bufferedAmount > MAX_UNSENT_BYTES) this.socket.terminate();
    else this.socket.send(text);
  }
}
