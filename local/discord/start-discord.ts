// Discord on the laptop: the webhook API with its limits and its errors, and the channel's last messages on disk.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DurableJson } from '../cognito/storage/durable-json';
import { checkMessage, type TakenMessage } from './check-message';
import { type BucketState, RateLimit } from './rate-limit';

/** A message in the channel. */
export interface ChannelMessage extends TakenMessage {
  id: string;
  /** Epoch ms. */
  postedAt: number;
}

/** How Discord misbehaves for a test; null when it behaves. `hang` takes messages and never answers. */
export type DiscordFault = { status: number; retryAfterSeconds?: number } | 'hang' | null;

/** The channel, as the laptop's pages and tests see it. */
export interface DiscordChannel {
  /** The address that a person pastes into the app, null when the webhook was deleted. */
  webhookUrl(): string | null;
  /** Newest first, at most 200. */
  messages(): ChannelMessage[];
  /** Calls back after each message and each deletion; returns what ends that. */
  subscribe(listener: () => void): () => void;
}

export interface LocalDiscord extends DiscordChannel {
  /** Where functions find Discord: `http://127.0.0.1:<port>`. */
  apiUrl: string;
  /** Every request for the webhook so far, with the status that it was answered. */
  requests: { at: number; status: number }[];
  /** Makes every later request misbehave, until it is null again. */
  fault(fault: DiscordFault): void;
  deleteWebhook(): Promise<void>;
  stop(): Promise<void>;
}

interface Stored {
  webhook: { id: string; token: string } | null;
  messages: ChannelMessage[];
}

const MOST_KEPT = 200;
const MOST_BYTES = 1_000_000;
const PATH = /^\/api(?:\/v\d+)?\/webhooks\/(\d+)\/([\w-]+)$/;
const UNKNOWN = { message: 'Unknown Webhook', code: 10015 };

/** Starts it with the channel in `<dataDirectory>/discord.json`. The first start makes the channel's webhook. */
export async function startDiscord(options: { dataDirectory: string; now?: () => number }): Promise<LocalDiscord> {
  const { dataDirectory, now = Date.now } = options;
  const document = await DurableJson.open<Stored>(join(dataDirectory, 'discord.json'), () => ({
    webhook: { id: `1${String(now()).padStart(17, '0')}`, token: randomBytes(48).toString('base64url') },
    messages: [],
  }));
  const listeners = new Set<() => void>();
  const requests: LocalDiscord['requests'] = [];
  const limit = new RateLimit();
  let fault: DiscordFault = null;
  let count = 0;

  const changed = async () => {
    await document.commit();
    for (const listener of listeners) listener();
  };
  const deleteWebhook = async () => {
    document.value.webhook = null;
    await changed();
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://discord');
    const [, id, token] = PATH.exec(url.pathname) ?? [];
    const silent = fault === 'hang';
    const send = (status: number, body: object | null, headers: Record<string, string> = {}) => {
      requests.push({ at: now(), status });
      if (silent) return;
      response.writeHead(status, { ...(body ? { 'content-type': 'application/json' } : {}), ...headers });
      response.end(body ? JSON.stringify(body) : undefined);
    };
    const body = await readBody(request);
    if (fault && fault !== 'hang') {
      const { status, retryAfterSeconds = 1 } = fault;
      if (status === 429)
        tooMany(send, { limit: 5, remaining: 0, resetAfterMs: 0, retryAfterMs: retryAfterSeconds * 1000 }, now());
      else send(status, { message: `${status}: a fault on purpose`, code: 0 });
      return;
    }
    const { webhook } = document.value;
    if (!id || !webhook || webhook.id !== id) return send(404, UNKNOWN);
    if (webhook.token !== token) return send(401, { message: 'Invalid Webhook Token', code: 50027 });
    if (request.method === 'DELETE') {
      await deleteWebhook();
      return send(204, null);
    }
    if (request.method === 'GET') return send(200, { id, type: 1, name: 'Fleetlight', channel_id: '1', token });
    if (request.method !== 'POST') return send(405, { message: '405: Method Not Allowed', code: 0 });
    const state = limit.take(now());
    if (state.retryAfterMs !== null) return tooMany(send, state, now());
    const checked = checkMessage(parse(body));
    if (!checked.ok) return send(400, checked.error, limitHeaders(state, now()));
    count += 1;
    const message = { id: `${now()}${String(count).padStart(4, '0')}`, postedAt: now(), ...checked.message };
    document.value.messages = [message, ...document.value.messages].slice(0, MOST_KEPT);
    await changed();
    const wait = url.searchParams.get('wait') === 'true';
    send(
      wait ? 200 : 204,
      wait ? { id: message.id, type: 0, channel_id: '1', webhook_id: id } : null,
      limitHeaders(state, now()),
    );
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    webhookUrl: () => {
      const { webhook } = document.value;
      return webhook && `https://discord.com/api/webhooks/${webhook.id}/${webhook.token}`;
    },
    messages: () => [...document.value.messages],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fault(next) {
      fault = next;
    },
    deleteWebhook,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await document.settled();
    },
  };
}

type Send = (status: number, body: object, headers: Record<string, string>) => void;

function tooMany(send: Send, state: BucketState, nowMs: number): void {
  const seconds = (state.retryAfterMs ?? 0) / 1000;
  send(
    429,
    { message: 'You are being rate limited.', retry_after: seconds, global: false },
    { ...limitHeaders(state, nowMs), 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' },
  );
}

/** The documented headers; times are seconds with decimals. */
function limitHeaders({ limit, remaining, resetAfterMs }: BucketState, nowMs: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': ((nowMs + resetAfterMs) / 1000).toFixed(3),
    'x-ratelimit-reset-after': (resetAfterMs / 1000).toFixed(3),
    'x-ratelimit-bucket': 'webhook',
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) throw new Error('The message for the local Discord is too long.');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
