// How the web server answers: who may ask, with which headers, and from where the answer comes.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mailbox } from '../cognito/mail/mailbox';
import type { DiscordChannel } from '../discord/start-discord';
import { isAppRoute } from './app-route';
import type { AppSource } from './app-source';
import { type HeaderRule, headersFor } from './custom-headers';
import { serveDiscord } from './discord-routes';
import { knownHost } from './host-check';
import { injectLocalCloud } from './local-cloud-script';
import { localHeaders, originsOf, type ServingMode } from './local-headers';
import { serveMailbox } from './mailbox-routes';
import { refuse } from './refuse';

/** All that an answer depends on besides the request. */
export interface WebContent {
  app: AppSource;
  mode: ServingMode;
  headerRules: readonly HeaderRule[];
  /** http origins that the app may connect to. */
  endpoints: readonly string[];
  lanAddresses: readonly string[];
  mailbox: Mailbox;
  discord: DiscordChannel;
  /** Texts made in memory, by path. */
  texts: ReadonlyMap<string, { type: string; body: string }>;
}

/** Answers one request. */
export function serveRequest(content: WebContent, request: IncomingMessage, response: ServerResponse): void {
  const host = knownHost(request.headers.host, content.lanAddresses);
  const path = pathOf(request.url);
  if (host === null || path === null) {
    refuse(response, host === null ? 421 : 400);
    return;
  }
  const production = headersFor(content.headerRules, path);
  const headers = localHeaders(production, origins(content, request, host), content.mode);
  for (const [name, value] of headers) response.setHeader(name, value);

  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405);
    return;
  }
  const text = content.texts.get(path);
  if (text) {
    response.writeHead(200, { 'content-type': text.type, 'cache-control': 'no-store' }).end(text.body);
    return;
  }
  if (serveMailbox(content.mailbox, path, request, response)) return;
  if (serveDiscord(content.discord, path, request, response)) return;
  if (path === '/' || path === '/index.html') {
    sendPage(content.app, path, response);
    return;
  }
  content.app.file(request, response, () => {
    if (isAppRoute(path)) sendPage(content.app, path, response);
    else refuse(response, 404);
  });
}

/** A page that was opened by the laptop's address reaches the endpoints by that address too. */
function origins(content: WebContent, request: IncomingMessage, host: string): string[] {
  const all = content.endpoints.flatMap((endpoint) => {
    const seen = new URL(endpoint);
    seen.hostname = host;
    return [...originsOf(endpoint), ...originsOf(seen.href)];
  });
  // Vite's hot reload speaks WebSocket with this very server.
  if (content.mode === 'vite') all.push(`ws://${request.headers.host}`);
  return [...new Set(all)];
}

function sendPage(app: AppSource, route: string, response: ServerResponse): void {
  app
    .page(route)
    .then((html) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(injectLocalCloud(html));
    })
    .catch((error: unknown) => {
      console.error(error);
      refuse(response, 500);
    });
}

/** The decoded path of a request, null when it cannot be decoded. */
function pathOf(url: string | undefined): string | null {
  try {
    return decodeURIComponent((url ?? '/').split(/[?#]/)[0] ?? '/');
  } catch {
    return null;
  }
}
