// The channel while something is broken on purpose: a broker that repeats and shuffles, a function that is killed between
// sending and recording.
import { afterEach, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import type { StackResources } from '../edit-assembly';
import { happen, lifecycleEvent, queueNamed } from '../lifecycle';
import { graphql, tokenOf } from '../people';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud, type TestCloudOptions } from '../test-cloud';

const SET = 'mutation ($url: String) { setDiscordWebhook(url: $url) { source } }';
// Long enough for a function to start and post on a busy machine, shorter than its patience with Discord.
const KILLED_AFTER_SECONDS = 6;

let cloud: TestCloud;
afterEach(() => cloud?.stop());

async function start(options: TestCloudOptions): Promise<void> {
  cloud = await startTestCloud(options);
  const admin = await tokenOf(cloud, 'admin');
  const { errors } = await graphql(cloud, admin, SET, { url: cloud.discord.webhookUrl() });
  expect(errors).toBeUndefined();
}
const titles = () =>
  cloud.discord
    .messages()
    .flatMap(({ embeds }) => embeds.map(({ title }) => title))
    .reverse();
const settled = () =>
  eventually(
    'nothing waits any more',
    async () =>
      queueNamed(cloud, 'PresenceQueue').messageIds().length === 0 &&
      queueNamed(cloud, 'DiscordQueue').messageIds().length === 0 &&
      (await rowsOf(cloud, 'NotificationPending')).length === 0,
    60_000,
  );

/** The function is killed when Discord takes too long, and its messages come back soon. */
function killSoon(resources: StackResources): void {
  for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
    if (Type === 'AWS::Lambda::Function' && logicalId.startsWith('discordwebhook'))
      Properties.Timeout = KILLED_AFTER_SECONDS;
    if (Type === 'AWS::SQS::Queue' && logicalId.startsWith('DiscordQueue'))
      Properties.VisibilityTimeout = KILLED_AFTER_SECONDS + 2;
  }
}

it('lifecycle events that the broker repeats and shuffles tell each outage and its end once', async () => {
  await start({ chaos: { duplicate: true, shuffle: true, seed: 11 } });
  await addDevice(cloud, 'pump');
  for (let i = 0; i < 3; i++) await (await connectDevice(cloud, 'pump')).endAsync();
  await eventually('the outage is told', () => titles().length > 0, 40_000);
  await settled();
  const client = await connectDevice(cloud, 'pump');
  await eventually('its end is told', () => titles().length > 1, 40_000);
  await settled();
  expect(titles()).toEqual(['pump went offline', 'pump is back online']);
  client.end(true);
}, 150_000);

it('a function that is killed between sending and recording tells twice at most, and the log says so', async () => {
  await start({ edit: killSoon });
  cloud.discord.fault('hang');
  await happen(cloud, [lifecycleEvent('pump', 'disconnected', 1)]);
  await eventually('Discord has the message', () => titles().length === 1, 40_000);
  cloud.discord.fault(null);
  const delivery = await eventually(
    'its outcome is recorded',
    async () => (await rowsOf(cloud, 'NotificationDelivery')).find(({ state }) => state === 'delivered'),
    60_000,
  );
  await settled();
  expect(titles()).toEqual(['pump went offline', 'pump went offline']);
  expect(delivery).toMatchObject({ attempts: 2, repeats: 1, reason: expect.stringContaining('may appear twice') });
  expect(await rowsOf(cloud, 'NotificationDelivery')).toHaveLength(1);
}, 150_000);
