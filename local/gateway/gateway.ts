// The local AWS endpoint: one HTTP server in front of every service.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IamAuthority } from '../settings/ports';
import { AwsError, type AwsResponse, type AwsService } from './aws-service';
import { applyCors, isAllowedOrigin } from './cors';
import { dispatchRequest } from './dispatch-request';
import { PortTakenError } from './port-taken-error';
import { readRequest, splitTarget } from './read-request';
import { renderError } from './render-error';

/** Paths that do not speak an AWS protocol with SigV4 dispatch: AppSync, key sets. Its owner checks who calls. */
export interface RawRoute {
  /** The whole path, or an expression that it must match. */
  path: string | RegExp;
  http?(request: IncomingMessage, response: ServerResponse): void;
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** What an open gateway serves. */
export interface GatewayContent {
  services: readonly AwsService[];
  routes: readonly RawRoute[];
  authority: IamAuthority;
  /** Origins of web pages that may call: `http://127.0.0.1:4700`. */
  allowedOrigins: readonly string[];
}

/** A gateway that listens. Until `serve` is called it answers 503. */
export interface OpenGateway {
  /** Base URL without a trailing slash. */
  url: string;
  port: number;
  serve(content: GatewayContent): void;
  /** Closes every connection; resolves when the port is free. */
  stop(): Promise<void>;
}

/**
 * Listens on `host` and `port` (0: any free one), so that the URL is known before the assembly and the services are made
 * from it. `portSetting` names what changes the port. Throws PortTakenError.
 */
export async function openGateway(options: { host: string; port: number; portSetting: string }): Promise<OpenGateway> {
  let content: GatewayContent | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    answer(request, response, content).catch((error) => fail(request, response, error));
  });
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head, content));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(options.port, options.portSetting) : error);
    });
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    port,
    serve(next) {
      content = next;
    },
    stop() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        // Upgraded connections are the server's no more and would keep it open.
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

/** Opens a gateway and serves `options` at once. Throws PortTakenError. */
export async function startGateway(
  options: { host: string; port: number; portSetting: string } & GatewayContent,
): Promise<OpenGateway> {
  const gateway = await openGateway(options);
  gateway.serve(options);
  return gateway;
}

async function answer(request: IncomingMessage, response: ServerResponse, content: GatewayContent | null) {
  if (!content) throw new AwsError('ServiceUnavailableException', 'The local cloud is starting.', 503);
  if (!isAllowedOrigin(request, content.allowedOrigins)) {
    throw new AwsError(
      'AccessDeniedException',
      `Pages of ${request.headers.origin} may not call the local cloud.`,
      403,
    );
  }
  if (applyCors(request, response)) return;
  const route = findRoute(request, content.routes);
  if (route) {
    if (!route.http) throw new AwsError('BadRequestException', 'This path takes WebSocket connections only.', 400);
    route.http(request, response);
    return;
  }
  send(response, await dispatchRequest(await readRequest(request), content.services, content.authority));
}

function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, content: GatewayContent | null): void {
  // A connection that breaks while it is refused is nobody's concern.
  socket.on('error', () => socket.destroy());
  const allowed = content !== null && isAllowedOrigin(request, content.allowedOrigins);
  const route = allowed ? findRoute(request, content.routes) : undefined;
  if (route?.upgrade) route.upgrade(request, socket, head);
  else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

function findRoute(request: IncomingMessage, routes: readonly RawRoute[]): RawRoute | undefined {
  const [path] = splitTarget(request.url ?? '/');
  return routes.find((route) => (typeof route.path === 'string' ? route.path === path : route.path.test(path)));
}

function send(response: ServerResponse, { status, headers = {}, body }: AwsResponse): void {
  response.writeHead(status, {
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

function fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = error instanceof AwsError ? error : internalFailure(request, error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const rendered = renderError(known, request.headers);
  // What is left of a body that is too large is not read: the connection cannot be used again.
  if (known.status === 413) response.setHeader('connection', 'close');
  send(response, rendered);
}

// A bug: the log has it whole, the caller learns nothing of the inside.
function internalFailure(request: IncomingMessage, error: unknown): AwsError {
  const [path] = splitTarget(request.url ?? '/');
  console.error(`${request.method} ${request.headers['x-amz-target'] ?? path} failed:`, error);
  return new AwsError('InternalFailure', 'The local service failed; its log says why.', 500);
}
