// The channel through the running cloud: real devices, real queues and tables, and Discord with its limits.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../domain/dead-letters/dead-letter';
import { addDevice, connectDevice } from '../device';
import { happen, lifecycleEvent, queueNamed } from '../lifecycle';
import { graphql, tokenOf } from '../people';
import { putRow, rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const CHANNEL =
  'source transitions sites quietFrom mutes failures lastFailure lastDeliveredAt disabledAt disabledReason';
const GET = `query { getDiscordChannel { ${CHANNEL} } }`;
const SET = `mutation ($url: String) { setDiscordWebhook(url: $url) { ${CHANNEL} } }`;
const TEST = `mutation { sendDiscordTest { ${CHANNEL} } }`;
const SAVE = `mutation ($transitions: [String!]!, $appUrl: String, $quietFrom: String, $quietUntil: String, $timeZone: String) {
  saveDiscordSettings(transitions: $transitions, appUrl: $appUrl, quietFrom: $quietFrom, quietUntil: $quietUntil, timeZone: $timeZone) { ${CHANNEL} } }`;
const MUTE = `mutation ($thingName: String!, $until: Float!) { muteDevice(thingName: $thingName, until: $until) { ${CHANNEL} } }`;
const LOG = `query { listNotificationDeliveries(channelId: "discord", sortDirection: DESC) {
  items { deliveryId at kind state attempts repeats reason body things createdAt updatedAt } } }`;
const LETTERS = '{ listDeadLetters { items { deadLetterId queue state reason thingName } } }';
const RESEND = 'mutation ($id: ID!) { resendDeadLetter(deadLetterId: $id) { outcome } }';
const CREATE = `mutation ($input: CreateDeviceInput!) { createDevice(input: $input) { thingName } }`;

let cloud: TestCloud;
let admin: string;

beforeAll(async () => {
  cloud = await startTestCloud();
  admin = await tokenOf(cloud, 'admin');
  await addDevice(cloud, 'lamp');
});
afterAll(() => cloud?.stop());

const call = async (document: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await graphql(cloud, admin, document, variables);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0] as Record<string, unknown>;
};
const connectChannel = () => call(SET, { url: cloud.discord.webhookUrl() });
const titles = () => cloud.discord.messages().flatMap(({ embeds }) => embeds.map(({ title }) => title));
const log = async () => ((await call(LOG)) as { items: Record<string, unknown>[] }).items;
const posts = () => cloud.discord.requests.length;
const told = async () => (await rowsOf(cloud, 'NotificationTold')).map(({ thingName }) => String(thingName));
const settled = () =>
  eventually(
    'nothing waits any more',
    async () =>
      queueNamed(cloud, 'DiscordQueue').messageIds().length === 0 &&
      (await rowsOf(cloud, 'NotificationPending')).length === 0,
    40_000,
  );
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}-${String(i).padStart(4, '0')}`);

describe('the webhook', () => {
  it('is not configured until somebody sets it; the placeholder of an unset secret is none (fact 36)', async () => {
    expect(await call(GET)).toMatchObject({ source: null, failures: 0, disabledAt: null });
    expect(await graphql(cloud, admin, TEST)).toMatchObject({
      errors: [{ message: expect.stringContaining('No webhook') }],
    });
  });

  it('is an admin’s affair only', async () => {
    const operator = await tokenOf(cloud, 'operator');
    for (const [document, variables] of [
      [GET, {}],
      [SET, { url: null }],
      [TEST, {}],
      [SAVE, { transitions: [] }],
      [MUTE, { thingName: 'lamp', until: 1 }],
      [LOG, {}],
    ] as const) {
      expect(await graphql(cloud, operator, document, variables)).toMatchObject({
        errors: [{ errorType: 'Unauthorized' }],
      });
    }
  });

  it.each([
    'http://169.254.169.254/latest',
    'https://discord.com.evil.test/api/webhooks/1/2',
    'https://discord.com/api/users/@me',
  ])('cannot be %s', async (url) => {
    const { errors } = await graphql(cloud, admin, SET, { url });
    expect(errors?.[0]?.message).toContain('no webhook of Discord');
    expect(JSON.stringify(errors)).not.toContain(url);
  });

  it('is set in the app, and a test arrives and is in the log', async () => {
    expect(await connectChannel()).toMatchObject({ source: 'app' });
    await call(SAVE, { transitions: ['offline', 'stale', 'online'], appUrl: `${cloud.appUrl}/settings/discord` });
    await call(TEST);
    await eventually('the test is there', () => titles().includes('Fleetlight can write to this channel'));
    const [line] = await eventually('the log has it', async () => {
      const lines = await log();
      return lines.length > 0 && lines;
    });
    expect(line).toMatchObject({ kind: 'test', state: 'delivered', attempts: 1, reason: null });
    expect(await call(GET)).toMatchObject({ failures: 0, lastDeliveredAt: expect.any(Number) });
  });
});

describe('what is told', () => {
  it('is that a device went offline, and how long it was away when it is back', async () => {
    await call(CREATE, {
      input: { thingName: 'lamp', name: '@everyone [x](https://evil.test)', site: 'North', lifecycle: 'active' },
    });
    const first = await connectDevice(cloud, 'lamp');
    first.stream.destroy();
    const message = await eventually(
      'it is told',
      () => cloud.discord.messages().find(({ embeds }) => embeds[0]?.title.endsWith('went offline')),
      25_000,
    );
    const [embed] = message.embeds;
    expect(message.mayMention).toBe(false);
    expect(embed?.title).toBe('\\@everyone \\[x\\]\\(https\\://evil.test\\) went offline');
    expect(embed?.url).toBe(`${cloud.appUrl}/devices/lamp`);
    expect(embed?.fields).toContainEqual({ name: 'Site', value: 'North', inline: true });
    expect(embed?.fields.find(({ name }) => name === 'Since')?.value).toMatch(/^<t:\d+:f> \(<t:\d+:R>\)$/);

    const second = await connectDevice(cloud, 'lamp');
    const back = await eventually(
      'it is back',
      () => cloud.discord.messages().find(({ embeds }) => embeds[0]?.title.endsWith('is back online')),
      25_000,
    );
    expect(back.embeds[0]?.fields.find(({ name }) => name === 'Was away for')?.value).toMatch(/^\d+ s$/);
    await second.endAsync();
    await settled();
    expect(await told()).toEqual(['lamp']);
  }, 90_000);

  it('is nothing of a device that comes back at once, is in maintenance or is muted (fact 5)', async () => {
    const before = posts();
    await call(CREATE, { input: { thingName: 'repaired', lifecycle: 'maintenance' } });
    await call(MUTE, { thingName: 'noisy', until: Date.now() + 3_600_000 });
    await happen(cloud, [
      lifecycleEvent('quick', 'connected', 1),
      lifecycleEvent('quick', 'disconnected', 1),
      lifecycleEvent('quick', 'connected', 2),
      lifecycleEvent('repaired', 'disconnected', 1),
      lifecycleEvent('noisy', 'disconnected', 1),
    ]);
    await settled();
    expect(posts()).toBe(before);
  });

  it('is what core-status found by itself, once its state is there; a gateway speaks for its children', async () => {
    const children = {
      children: new Set(['sensor/a', 'sensor/b']),
      registeredChildren: new Set(['sensor/b', 'sensor/c']),
    };
    const times = { observedAt: 1, receivedAt: 1 };
    await putRow(cloud, 'DeviceLatest', { thingName: 'sensor', ...times, metrics: '{}', ...children });
    const since = Date.now();
    const body = JSON.stringify({
      kind: 'presenceTransition',
      thingName: 'sensor',
      presence: 'offline',
      since,
      reason: 'x',
    });
    await queueNamed(cloud, 'DiscordQueue').send({ body, delayMs: 0 });
    await happen(cloud, [lifecycleEvent('sensor', 'disconnected', 1, since)]);
    await eventually('it is told', () => titles().includes('sensor went offline'), 30_000);
    await settled();
    expect(titles().filter((title) => title === 'sensor went offline')).toHaveLength(1);
    const told = cloud.discord.messages().find(({ embeds }) => embeds[0]?.title === 'sensor went offline');
    expect(told?.embeds[0]?.fields).toContainEqual({ name: 'Speaks for', value: 'at least 3 devices', inline: true });
  });

  it('is one digest when many go at once, with none untold, whatever order and however often the events come', async () => {
    const before = posts();
    const many = names('field', 150);
    const down = many.map((name) => lifecycleEvent(name, 'disconnected', 1));
    const shuffled = [...down, ...down].sort(() => Math.random() - 0.5);
    const startedAt = Date.now();
    await happen(cloud, shuffled);
    await eventually(
      'all are told',
      async () => (await told()).filter((name) => name.startsWith('field-')).length === 150,
      40_000,
    );
    expect(Date.now() - startedAt).toBeLessThan(30_000);
    await settled();
    expect(posts() - before).toBeLessThanOrEqual(5);
    const digests = cloud.discord
      .messages()
      .filter(({ embeds }) => /^\d+ devices without a site went offline$/.test(embeds[0]?.title ?? ''));
    const counted = digests.reduce((sum, { embeds }) => sum + Number.parseInt(embeds[0]?.title ?? '0', 10), 0);
    expect(counted).toBe(150);
    expect(digests[0]?.embeds[0]?.description).toMatch(/and \d+ more$/);
  }, 90_000);
});

describe('what goes wrong', () => {
  it('a storm of 429 delays and loses nothing', async () => {
    cloud.discord.fault({ status: 429, retryAfterSeconds: 1.5 });
    const before = posts();
    await happen(cloud, [lifecycleEvent('stormy', 'disconnected', 1)]);
    await eventually('it was refused twice', () => posts() - before >= 2, 30_000);
    const [first, second] = cloud.discord.requests.slice(before);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_500);
    cloud.discord.fault(null);
    await eventually('it is told', () => titles().includes('stormy went offline'), 30_000);
    await settled();
    expect((await log())[0]).toMatchObject({ state: 'delivered' });
  }, 90_000);

  it('what Discord refuses waits among the dead letters with Discord’s words, and is told when it is sent again', async () => {
    cloud.discord.fault({ status: 400 });
    await happen(cloud, [lifecycleEvent('refused', 'disconnected', 1)]);
    const letter = await eventually(
      'there is a dead letter',
      async () => ((await call(LETTERS)) as { items: DeadLetter[] }).items[0],
      30_000,
    );
    expect(letter).toMatchObject({ queue: 'discord', state: 'waiting', thingName: 'refused' });
    expect(letter.reason).toContain('could not be told in Discord: Discord answered 400: 400: a fault on purpose (0).');
    expect(titles()).not.toContain('refused went offline');

    cloud.discord.fault(null);
    expect(await call(RESEND, { id: letter.deadLetterId })).toMatchObject({ outcome: 'resent' });
    await eventually('it is told', () => titles().includes('refused went offline'), 30_000);
    await settled();
    expect((await call(LETTERS)) as { items: DeadLetter[] }).toEqual({ items: [] });
    expect(titles().filter((title) => title === 'refused went offline')).toHaveLength(1);
    expect((await log())[0]).toMatchObject({ state: 'delivered', reason: null });
    expect((await log())[1]).toMatchObject({ state: 'failed', reason: expect.stringContaining('400') });
  }, 90_000);

  it('a deleted webhook is used no more, said so, and its news wait among the dead letters', async () => {
    await cloud.discord.deleteWebhook();
    const before = posts();
    await happen(cloud, [lifecycleEvent('orphan', 'disconnected', 1)]);
    const channel = await eventually(
      'it is disabled',
      async () => {
        const found = await call(GET);
        return found.disabledAt !== null && found;
      },
      30_000,
    );
    expect(channel.disabledReason).toBe('Discord answered 404: Unknown Webhook (10015).');
    const letter = await eventually('there is a dead letter', async () =>
      (await rowsOf(cloud, 'DeadLetter')).find(({ queue }) => queue === 'discord'),
    );
    expect(letter).toMatchObject({ thingName: 'orphan', state: 'waiting' });
    expect(letter.reason).toBe(
      'The news of one device could not be told in Discord: Discord answered 404: Unknown Webhook (10015).',
    );
    await happen(cloud, [lifecycleEvent('another', 'disconnected', 1)]);
    await settled();
    expect(posts() - before).toBe(1);
    expect(await graphql(cloud, admin, TEST)).toMatchObject({
      errors: [{ message: expect.stringContaining('any more') }],
    });
  }, 90_000);

  it('no log, no row and no answer holds the webhook’s token', async () => {
    const url = JSON.parse(readFileSync(join(cloud.dataDirectory, 'ssm.json'), 'utf8')).find(
      ({ name }: { name: string }) => name.endsWith('discord-webhook-url'),
    ) as { type: string; value: string };
    expect(url.type).toBe('SecureString');
    const token = url.value.split('/').at(-1) ?? '';
    expect(token.length).toBeGreaterThan(20);
    const logs = readdirSync(join(cloud.dataDirectory, 'logs')).filter((name) => name.includes('discord'));
    expect(logs.length).toBeGreaterThan(1);
    for (const name of logs) expect(readFileSync(join(cloud.dataDirectory, 'logs', name), 'utf8')).not.toContain(token);
    for (const model of ['NotificationChannel', 'NotificationSender', 'NotificationDelivery', 'DeadLetter']) {
      expect(JSON.stringify(await rowsOf(cloud, model))).not.toContain(token);
    }
    expect(JSON.stringify(await call(GET))).not.toContain(token);
  });
});
