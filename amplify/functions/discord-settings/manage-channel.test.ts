import { describe, expect, it } from 'vitest';
import { type ChannelSettings, DEFAULT_SETTINGS } from '../../../domain/discord/channel-settings';
import { parseSenderRow } from '../../../domain/discord/delivery';
import { type ChannelPorts, getChannel, muteDevice, saveSettings, sendTest, setWebhook } from './manage-channel';

const NOW = 1_750_000_000_000;
const URL_OF = `https://discord.com/api/webhooks/123456789012345678/${'t'.repeat(68)}`;

function fakeChannel(sender: object = {}) {
  let url: string | null = null;
  let settings: ChannelSettings = DEFAULT_SETTINGS;
  let tests = 0;
  const ports: ChannelPorts = {
    now: () => NOW,
    webhook: async () => (url === null ? null : { source: 'app', fingerprint: url.slice(-4) }),
    setWebhook: async (next) => {
      url = next;
    },
    settings: async () => settings,
    saveSettings: async (next) => {
      settings = next;
    },
    sender: async () => parseSenderRow(sender),
    requestTest: async () => {
      tests += 1;
    },
  };
  return { ports, url: () => url, tests: () => tests, settings: () => settings };
}

describe('the webhook', () => {
  it('is kept and never told', async () => {
    const channel = fakeChannel();
    const shown = await setWebhook(` ${URL_OF} `, channel.ports);
    expect(channel.url()).toBe(URL_OF);
    expect(shown.source).toBe('app');
    expect(JSON.stringify(shown)).not.toContain('tttt');
    expect((await setWebhook(null, channel.ports)).source).toBeNull();
  });

  it('of another host is refused in words that do not quote it', async () => {
    const channel = fakeChannel();
    await expect(setWebhook('https://evil.test/secret', channel.ports)).rejects.toThrow(
      /^This is no webhook of Discord\. (?!.*evil)/,
    );
    expect(channel.url()).toBeNull();
  });

  it('that was disabled counts as such until another one is set', async () => {
    const channel = fakeChannel({ disabledAt: 5, disabledReason: 'gone', disabledWebhook: 'tttt' });
    await setWebhook(URL_OF, channel.ports);
    expect(await getChannel(channel.ports)).toMatchObject({ disabledAt: 5, disabledReason: 'gone' });
    await expect(sendTest(channel.ports)).rejects.toThrow('any more');
    await setWebhook(`${URL_OF.slice(0, -1)}u`, channel.ports);
    expect(await getChannel(channel.ports)).toMatchObject({ disabledAt: null });
    await sendTest(channel.ports);
    expect(channel.tests()).toBe(1);
  });

  it('that is not set cannot be tried', async () => {
    await expect(sendTest(fakeChannel().ports)).rejects.toThrow('No webhook is set');
  });
});

describe('settings', () => {
  it('are saved as they are meant, and mutes that still hold stay', async () => {
    const { ports, settings } = fakeChannel();
    await muteDevice('pump', NOW + 1, ports);
    await muteDevice('plant/meter.1', NOW + 2, ports);
    await muteDevice('pump', 0, ports);
    const wanted = { transitions: ['offline', 'nonsense'], sites: ['North'], appUrl: 'https://fleet.example/settings' };
    await saveSettings({ ...wanted, quietFrom: '22:00', quietUntil: '07:00', timeZone: 'Europe/Berlin' }, ports);
    expect(settings()).toEqual({
      transitions: ['offline'],
      sites: ['North'],
      quiet: { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' },
      mutes: { 'plant/meter.1': NOW + 2 },
      appUrl: 'https://fleet.example',
    });
  });

  it.each([
    ['quiet hours without a zone', { quietFrom: '22:00', quietUntil: '07:00' }, 'time zone'],
    ['quiet hours without an end', { quietFrom: '22:00', timeZone: 'UTC' }, 'Quiet hours'],
  ])('refuse %s', async (_, wanted, words) => {
    await expect(saveSettings(wanted, fakeChannel().ports)).rejects.toThrow(words);
  });

  it('refuse a mute for ever, and of what is no device', async () => {
    const { ports } = fakeChannel();
    await expect(muteDevice('pump', NOW + 91 * 86_400_000, ports)).rejects.toThrow('90 days');
    await expect(muteDevice('a b', NOW + 1, ports)).rejects.toThrow('name of a device');
    await expect(muteDevice('a/b/c', NOW + 1, ports)).rejects.toThrow('name of a device');
  });
});
