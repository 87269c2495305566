// The laptop's web server: the app with production's headers, its settings, the mailbox, and the one local script.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mailbox } from '../cognito/mail/mailbox';
import type { DiscordChannel } from '../discord/start-discord';
import { PortTakenError } from '../gateway/port-taken-error';
import type { AppSource } from './app-source';
import { openBuiltApp } from './built-app';
import { parseCustomHeaders } from './custom-headers';
import { LOCAL_CLOUD_PATH, localCloudScript } from './local-cloud-script';
import { refuse } from './refuse';
import { serveRequest, type WebContent } from './serve-request';

export interface WebOptions {
  /** Address to listen on: 127.0.0.1, or 0.0.0.0 for the local network. */
  host: string;
  /** 0 for any free port. */
  port: number;
  /** Names what changes the port, for the message when it is taken. */
  portSetting: string;
  /** The folder of the built app, or the project's root to serve it from Vite with hot reload. */
  app: { builtDirectory: string } | { viteRoot: string };
  /** What `/amplify_outputs.json` answers. */
  outputs: object;
  /** Origin of the local AWS endpoint: `http://127.0.0.1:4701`. */
  awsEndpoint: string;
  mailbox: Mailbox;
  discord: DiscordChannel;
  cognitoRegion: string;
  /** The repository's customHttp.yml. */
  headersFile: string;
  /** Further http origins that the app may connect to, e.g. MQTT over WebSocket. */
  otherEndpoints?: readonly string[];
  /** The laptop's addresses in the local network, when the app is opened to it. */
  lanAddresses?: readonly string[];
}

export interface RunningWeb {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  port: number;
  /** Closes every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Starts the web server. Throws PortTakenError, and an Error when the build is missing or customHttp.yml is unreadable. */
export async function startWeb(options: WebOptions): Promise<RunningWeb> {
  const headerRules = parseCustomHeaders(await readFile(options.headersFile, 'utf8'));
  const { awsEndpoint, cognitoRegion, outputs, mailbox, discord } = options;
  const script = await localCloudScript({ awsEndpoint: new URL(awsEndpoint).origin, region: cognitoRegion });

  // Vite takes WebSockets from the server, so the server is there before its content.
  let content: WebContent | null = null;
  const server = createServer((request, response) => {
    if (content) serveRequest(content, request, response);
    else refuse(response, 500);
  });
  const app = await openApp(options.app, server);
  content = {
    app,
    mode: 'viteRoot' in options.app ? 'vite' : 'built',
    headerRules,
    endpoints: [awsEndpoint, ...(options.otherEndpoints ?? [])],
    lanAddresses: options.lanAddresses ?? [],
    mailbox,
    discord,
    texts: new Map([
      [LOCAL_CLOUD_PATH, { type: 'text/javascript; charset=utf-8', body: script }],
      ['/amplify_outputs.json', { type: 'application/json', body: JSON.stringify(outputs) }],
    ]),
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        reject(error.code === 'EADDRINUSE' ? new PortTakenError(options.port, options.portSetting) : error);
      });
      server.listen(options.port, options.host, resolve);
    });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      await app.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function openApp(app: WebOptions['app'], server: ReturnType<typeof createServer>): Promise<AppSource> {
  if ('builtDirectory' in app) return openBuiltApp(app.builtDirectory);
  // Vite is loaded only when it is wanted: it takes most of a second.
  const { openViteApp } = await import('./vite-app');
  return openViteApp(app.viteRoot, server);
}
