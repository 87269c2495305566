// The channel: its settings, and what is told in it while Discord behaves and while it does not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lifecycleEvent, queueNamed } from '../../lifecycle';
import { putRow, rowsOf, tableOf } from '../../store';
import { eventually } from '../../test-cloud';
import type { Journey, Visit } from '../journey';

const SET = 'mutation ($url: String) { setDiscordWebhook(url: $url) { source } }';
const SAVE = 'mutation ($transitions: [String!]!) { saveDiscordSettings(transitions: $transitions) { transitions } }';
const MUTE = 'mutation ($until: Float!) { muteDevice(thingName: "noisy", until: $until) { mutes } }';
const TEST = 'mutation { sendDiscordTest { source } }';
const PATIENCE_MS = 30_000;

const connectChannel = async ({ call, cloud }: Visit) => {
  await call(SET, { url: cloud.discord.webhookUrl() });
  await call(SAVE, { transitions: ['offline', 'stale', 'online'] });
};
const tell = ({ cloud }: Visit, thingName: string, presence: 'offline' | 'online', since: number) =>
  queueNamed(cloud, 'DiscordQueue').send({
    body: JSON.stringify({ kind: 'presenceTransition', thingName, presence, since, reason: 'x' }),
  });
const putPresence = ({ cloud }: Visit, thingName: string, presence: 'offline' | 'online', since: number) =>
  putRow(cloud, 'DevicePresence', {
    ...{ thingName, presence, since, reason: 'x', sessionIdentifier: 's1', versionNumber: 1 },
    ...{ eventAt: since, eventType: presence === 'online' ? 'connected' : 'disconnected', revision: 'r1' },
  });
const happens = async (visit: Visit, thingName: string, presence: 'offline' | 'online') => {
  const since = Date.now();
  await putPresence(visit, thingName, presence, since);
  await tell(visit, thingName, presence, since);
};
const isTold = ({ cloud }: Visit, title: string) =>
  eventually(
    `it is told that ${title}`,
    () => cloud.discord.messages().some(({ embeds }) => embeds.some((embed) => embed.title === title)),
    PATIENCE_MS,
  );
const isSettled = ({ cloud }: Visit) =>
  eventually(
    'nothing waits any more',
    async () => (await rowsOf(cloud, 'NotificationPending')).length === 0,
    PATIENCE_MS,
  );

/** The journeys of the channel. */
export const DISCORD: readonly Journey[] = [
  {
    name: 'an admin sets up the channel, tries it and takes it away',
    holders: ['discord-settings'],
    async run(visit) {
      await connectChannel(visit);
      await visit.call(MUTE, { until: Date.now() + 3_600_000 });
      await visit.call(TEST);
      await isTold(visit, 'Fleetlight can write to this channel');
      const { source } = (await visit.call(SET, { url: null })) as { source: string | null };
      if (source !== null) throw new Error(`The webhook is still there: ${source}.`);
    },
  },
  {
    name: 'a device goes and comes back',
    holders: ['discord-webhook'],
    async run(visit) {
      await connectChannel(visit);
      await happens(visit, 'pump', 'offline');
      await isTold(visit, 'pump went offline');
      await isSettled(visit);
      await happens(visit, 'pump', 'online');
      await isTold(visit, 'pump is back online');
      await eventually('the outage is over', async () => (await rowsOf(visit.cloud, 'NotificationTold')).length === 0);
    },
  },
  {
    name: 'an event comes before its state',
    holders: ['discord-webhook'],
    async run(visit) {
      await connectChannel(visit);
      const at = Date.now();
      await queueNamed(visit.cloud, 'DiscordQueue').send({ body: lifecycleEvent('early', 'disconnected', 1, at) });
      const log = join(visit.cloud.dataDirectory, 'logs', 'discord-webhook.log');
      await eventually(
        'it was returned',
        () => existsSync(log) && readFileSync(log, 'utf8').includes('platform.report'),
        PATIENCE_MS,
      );
      await putPresence(visit, 'early', 'offline', at);
      await isTold(visit, 'early went offline');
    },
  },
  ...(['NotificationPending', 'NotificationTold'] as const).map((model) => ({
    name: `a batch with a ${model} row is refused as invalid`,
    holders: ['discord-webhook'],
    async run(visit: Visit) {
      await connectChannel(visit);
      const table = tableOf(visit.cloud, model);
      visit.cloud.dynamodb.faults.inject({ kind: 'invalid', operations: ['BatchWriteItem'], table, times: 1 });
      await happens(visit, 'pump', 'offline');
      await isTold(visit, 'pump went offline');
      await eventually('it is remembered', async () => (await rowsOf(visit.cloud, 'NotificationTold')).length === 1);
    },
  })),
  {
    name: 'Discord asks to wait',
    holders: ['discord-webhook'],
    async run(visit) {
      await connectChannel(visit);
      visit.cloud.discord.fault({ status: 429, retryAfterSeconds: 1 });
      await happens(visit, 'pump', 'offline');
      await eventually('it was refused', () => visit.cloud.discord.requests.length > 0, PATIENCE_MS);
      visit.cloud.discord.fault(null);
      await isTold(visit, 'pump went offline');
    },
  },
  {
    name: 'Discord refuses a message',
    holders: ['discord-webhook'],
    async run(visit) {
      await connectChannel(visit);
      visit.cloud.discord.fault({ status: 400 });
      await happens(visit, 'pump', 'offline');
      await eventually(
        'the news are a dead letter',
        async () => (await rowsOf(visit.cloud, 'DeadLetter')).some(({ queue }) => queue === 'discord'),
        PATIENCE_MS,
      );
    },
  },
];
