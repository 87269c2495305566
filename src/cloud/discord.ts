// The channel in Discord: admins' operations. The webhook's address goes out and never comes back.
import { type ChannelSettings, parseChannelSettings } from '../../domain/discord/channel-settings';
import { type Delivery, parseDeliveryRow } from '../../domain/discord/delivery';
import { asRow, choiceField, numberField, textField } from '../../domain/rows/row-fields';
import { CloudError } from './cloud-error';
import { FIELDS } from './fields';
import { request } from './graphql';
import { isExpired, itemsOf, parseRows } from './read-rows';

const GET = `query DiscordChannel { getDiscordChannel { ${FIELDS.discordChannel} } }`;
const SET_WEBHOOK = `mutation SetWebhook($url: String) { setDiscordWebhook(url: $url) { ${FIELDS.discordChannel} } }`;
const SAVE = `mutation SaveDiscord($transitions: [String!]!, $sites: [String!], $quietFrom: String, $quietUntil: String, $timeZone: String, $appUrl: String) {
  saveDiscordSettings(transitions: $transitions, sites: $sites, quietFrom: $quietFrom, quietUntil: $quietUntil, timeZone: $timeZone, appUrl: $appUrl) { ${FIELDS.discordChannel} } }`;
const MUTE = `mutation Mute($thingName: String!, $until: Float!) { muteDevice(thingName: $thingName, until: $until) { ${FIELDS.discordChannel} } }`;
const TEST = `mutation TestDiscord { sendDiscordTest { ${FIELDS.discordChannel} } }`;
const LOG = `query Deliveries { listNotificationDeliveries(channelId: "discord", sortDirection: DESC, limit: 50) { items { ${FIELDS.delivery} } } }`;

/** The channel as it is. Times are epoch ms. */
export interface DiscordChannel {
  settings: ChannelSettings;
  /** Where the webhook was set; null when none is. */
  source: 'app' | 'deployment' | null;
  /** Attempts in a row that failed. */
  failures: number;
  lastFailure: string | null;
  lastDeliveredAt: number | null;
  disabledAt: number | null;
  disabledReason: string | null;
}

/** Fetches the channel. Throws CloudError. */
export async function fetchDiscordChannel(): Promise<DiscordChannel> {
  return readChannel(await request(GET, 'getDiscordChannel'));
}

/** Sets the webhook; null takes away the one that was set in the app. Throws CloudError. */
export async function setDiscordWebhook(url: string | null): Promise<DiscordChannel> {
  return readChannel(await request(SET_WEBHOOK, 'setDiscordWebhook', { url }));
}

/** Saves what is told and when; mutes stay as they are. Throws CloudError. */
export async function saveDiscordSettings(settings: Omit<ChannelSettings, 'mutes'>): Promise<DiscordChannel> {
  const { transitions, sites, quiet, appUrl } = settings;
  const hours = { quietFrom: quiet?.from, quietUntil: quiet?.until, timeZone: quiet?.timeZone };
  return readChannel(await request(SAVE, 'saveDiscordSettings', { transitions, sites, appUrl, ...hours }));
}

/** Mutes a device until then (epoch ms); a moment that is over ends it. Throws CloudError. */
export async function muteDevice(thingName: string, until: number): Promise<DiscordChannel> {
  return readChannel(await request(MUTE, 'muteDevice', { thingName, until }));
}

/** Asks for a test message; the log says what becomes of it. Throws CloudError. */
export async function sendDiscordTest(): Promise<void> {
  await request(TEST, 'sendDiscordTest');
}

/** Fetches the last 50 deliveries, the newest first. Throws CloudError. */
export async function fetchDeliveries(): Promise<Delivery[]> {
  const items = itemsOf(await request(LOG, 'listNotificationDeliveries'));
  const nowMs = Date.now();
  return parseRows(
    items.filter((row) => !isExpired(row, nowMs)),
    parseDeliveryRow,
  );
}

function readChannel(answer: unknown): DiscordChannel {
  const row = asRow(answer);
  if (!row) throw new CloudError('refused', 'The answer describes no channel.');
  return {
    settings: parseChannelSettings(row),
    source: choiceField(row, 'source', ['app', 'deployment']),
    failures: numberField(row, 'failures') ?? 0,
    lastFailure: textField(row, 'lastFailure'),
    lastDeliveredAt: numberField(row, 'lastDeliveredAt'),
    disabledAt: numberField(row, 'disabledAt'),
    disabledReason: textField(row, 'disabledReason'),
  };
}
