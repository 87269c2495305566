// What the function makes of Discord's answers, with the local Discord answering.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { postMessage } from '../../amplify/functions/discord-webhook/post-message';
import { composeMessage } from '../../domain/discord/compose-message';
import { parseWebhookUrl, type Webhook } from '../../domain/discord/webhook-url';
import { type LocalDiscord, startDiscord } from '../../local/discord/start-discord';

const directory = mkdtempSync(join(tmpdir(), 'fleetlight-'));
let nowMs = 1_750_000_000_000;
let discord: LocalDiscord;
let webhook: Webhook;

beforeAll(async () => {
  discord = await startDiscord({ dataDirectory: directory, now: () => nowMs });
  webhook = parseWebhookUrl(discord.webhookUrl() ?? '') ?? { id: '', token: '' };
});
afterEach(() => {
  discord.fault(null);
  nowMs += 60_000;
});
afterAll(async () => {
  await discord.stop();
  rmSync(directory, { recursive: true });
});
const post = (body: object, to = webhook) => postMessage(discord.apiUrl)(to, JSON.stringify(body));

it('takes the longest message that is ever composed', async () => {
  const name = '*'.repeat(300);
  const tellings = Array.from({ length: 60 }, (_, i) => ({
    ...{ transition: 'offline' as const, thingName: 'x'.repeat(128), name, site: `${i % 13}${name}`, since: nowMs },
    ...{ reason: name, downMs: null, children: 300 },
  }));
  for (const count of [1, 4, 5, 60]) {
    const message = composeMessage(tellings.slice(0, count), { appUrl: 'https://fleet.example', footnote: name });
    expect(await post(message)).toMatchObject({ kind: 'delivered' });
  }
});

it('is told by headers when the bucket is empty, and by retry_after for how long to wait', async () => {
  const outcomes = [];
  for (let i = 0; i < 6; i++) outcomes.push(await post({ content: 'x' }));
  expect(outcomes.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'delivered', waitMs: 0 })));
  expect(outcomes[4]).toEqual({ kind: 'delivered', waitMs: 2_000 });
  expect(outcomes[5]).toEqual({ kind: 'rateLimited', retryAfterMs: 2_000 });
  discord.fault({ status: 429, retryAfterSeconds: 64.571 });
  expect(await post({ content: 'x' })).toEqual({ kind: 'rateLimited', retryAfterMs: 64_571 });
});

it.each([
  [500, 'unavailable'],
  [502, 'unavailable'],
  [400, 'refused'],
  [403, 'gone'],
])('makes of %i: %s', async (status, kind) => {
  discord.fault({ status });
  expect(await post({ content: 'x' })).toMatchObject({ kind });
});

it('says what Discord refuses, and where', async () => {
  const outcome = await post({ embeds: [{ title: 'x'.repeat(257) }] });
  expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining('Invalid Form Body (50035)') });
  expect(outcome).toMatchObject({ reason: expect.stringContaining('BASE_TYPE_MAX_LENGTH') });
});

it('never tells the address, whatever goes wrong', async () => {
  const outcomes = [
    await post({ content: 'x' }, { ...webhook, token: 'wrong-but-still-secret' }),
    await postMessage('http://127.0.0.1:1')(webhook, '{}'),
    await postMessage('not an address')(webhook, '{}'),
  ];
  expect(outcomes.map(({ kind }) => kind)).toEqual(['gone', 'unavailable', 'unavailable']);
  expect(JSON.stringify(outcomes)).not.toContain(webhook.token);
  expect(JSON.stringify(outcomes)).not.toContain('still-secret');
});

it('knows a webhook that was deleted, and keeps the channel over a restart', async () => {
  await discord.deleteWebhook();
  expect(await post({ content: 'x' })).toEqual({
    kind: 'gone',
    reason: 'Discord answered 404: Unknown Webhook (10015).',
  });
  const count = discord.messages().length;
  await discord.stop();
  discord = await startDiscord({ dataDirectory: directory, now: () => nowMs });
  expect(discord.webhookUrl()).toBeNull();
  expect(discord.messages()).toHaveLength(count);
});
