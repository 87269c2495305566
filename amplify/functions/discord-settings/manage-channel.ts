// The verbs of discord-settings: the channel as it is, and every change of it.
import { type ChannelSettings, parseChannelSettings, settingsProblem } from '../../../domain/discord/channel-settings';
import type { SenderState } from '../../../domain/discord/delivery';
import { parseWebhookUrl } from '../../../domain/discord/webhook-url';
import { gatewayOf, isChildId, isThingName } from '../../../domain/telemetry/thing-names';

/** A change that was refused; its message is for the admin who asked. It never quotes an address. */
export class DiscordChangeRefused extends Error {
  override name = 'DiscordChangeRefused';
}

/** Every call throws when its service cannot be reached. */
export interface ChannelPorts {
  /** Where the webhook was set, and which it is; null when none is. */
  webhook(): Promise<{ source: 'app' | 'deployment'; fingerprint: string } | null>;
  /** Keeps the address as a secret; null takes it away. */
  setWebhook(url: string | null): Promise<void>;
  settings(): Promise<ChannelSettings>;
  saveSettings(settings: ChannelSettings): Promise<void>;
  sender(): Promise<SenderState>;
  requestTest(): Promise<void>;
  /** Epoch ms. */
  now: () => number;
}

/** The channel as the API gives it to admins. */
export interface ShownChannel {
  source: 'app' | 'deployment' | null;
  transitions: string[];
  sites: string[] | null;
  quietFrom: string | null;
  quietUntil: string | null;
  timeZone: string | null;
  mutes: Record<string, number>;
  appUrl: string | null;
  failures: number;
  lastFailure: string | null;
  lastDeliveredAt: number | null;
  disabledAt: number | null;
  disabledReason: string | null;
}

/** Returns the channel; mutes that are over are left out. A webhook that was disabled counts until another one is set. */
export async function getChannel(ports: ChannelPorts): Promise<ShownChannel> {
  const [webhook, settings, sender] = await Promise.all([ports.webhook(), ports.settings(), ports.sender()]);
  const disabled = webhook !== null && sender.disabledWebhook === webhook.fingerprint;
  return {
    source: webhook?.source ?? null,
    transitions: settings.transitions,
    sites: settings.sites,
    quietFrom: settings.quiet?.from ?? null,
    quietUntil: settings.quiet?.until ?? null,
    timeZone: settings.quiet?.timeZone ?? null,
    mutes: current(settings.mutes, ports.now()),
    appUrl: settings.appUrl,
    failures: sender.failures,
    lastFailure: sender.lastFailure,
    lastDeliveredAt: sender.lastDeliveredAt,
    disabledAt: disabled ? sender.disabledAt : null,
    disabledReason: disabled ? sender.disabledReason : null,
  };
}

/** Sets the webhook, or with null takes away what was set in the app. Throws DiscordChangeRefused for any other address. */
export async function setWebhook(url: string | null, ports: ChannelPorts): Promise<ShownChannel> {
  if (url !== null && !parseWebhookUrl(url)) {
    throw new DiscordChangeRefused(
      'This is no webhook of Discord. Its address begins with https://discord.com/api/webhooks/ and is copied in Discord under the channel’s settings, Integrations.',
    );
  }
  await ports.setWebhook(url === null ? null : url.trim());
  return getChannel(ports);
}

/** Saves what is told and when; mutes stay. Throws DiscordChangeRefused. */
export async function saveSettings(wanted: object, ports: ChannelPorts): Promise<ShownChannel> {
  const problem = settingsProblem(wanted, ports.now());
  if (problem) throw new DiscordChangeRefused(problem);
  const { mutes } = await ports.settings();
  await ports.saveSettings({ ...parseChannelSettings(wanted), mutes: current(mutes, ports.now()) });
  return getChannel(ports);
}

/** Mutes a device until `until` (epoch ms); a moment that is over ends it. Throws DiscordChangeRefused. */
export async function muteDevice(thingName: string, until: number, ports: ChannelPorts): Promise<ShownChannel> {
  if (!isDeviceName(thingName)) throw new DiscordChangeRefused('This cannot be the name of a device.');
  const settings = await ports.settings();
  const mutes = current({ ...settings.mutes, [thingName]: until }, ports.now());
  const problem = settingsProblem({ mutes }, ports.now());
  if (problem) throw new DiscordChangeRefused(problem);
  await ports.saveSettings({ ...settings, mutes });
  return getChannel(ports);
}

/** Asks for a test message; the delivery log says what becomes of it. Throws DiscordChangeRefused. */
export async function sendTest(ports: ChannelPorts): Promise<ShownChannel> {
  const channel = await getChannel(ports);
  if (channel.source === null)
    throw new DiscordChangeRefused('No webhook is set, so there is nowhere to send a test to.');
  if (channel.disabledAt !== null) {
    throw new DiscordChangeRefused('Discord does not know this webhook any more. Set another one first.');
  }
  await ports.requestTest();
  return channel;
}

function isDeviceName(name: string): boolean {
  const gateway = gatewayOf(name);
  return gateway === null ? isThingName(name) : isThingName(gateway) && isChildId(name.slice(gateway.length + 1));
}

function current(mutes: Record<string, number>, nowMs: number): Record<string, number> {
  return Object.fromEntries(Object.entries(mutes).filter(([, until]) => until > nowMs));
}
