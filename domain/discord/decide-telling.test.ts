import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Device } from '../devices/device';
import { parseDeviceRow } from '../devices/parse-device-row';
import type { DevicePresence, Presence } from '../presence/device-presence';
import { DEFAULT_SETTINGS, settingsProblem } from './channel-settings';
import { decideTelling, type KnownThing, rollUpChildren } from './decide-telling';
import type { Telling, ToldOutage } from './telling';
import { parseWebhookUrl } from './webhook-url';

const NOW = 1_750_000_000_000;
const is = (presence: Presence, since = NOW - 60_000): DevicePresence => ({
  thingName: 'pump',
  presence,
  since,
  reason: 'CONNECTION_LOST',
  sessionIdentifier: 's',
  versionNumber: 1,
  eventAt: since,
  eventType: presence === 'online' ? 'connected' : 'disconnected',
});
const outage = (presence: 'offline' | 'stale', since = NOW - 120_000): ToldOutage => ({
  thingName: 'pump',
  presence,
  since,
});
const device = (row: object): Device | null => parseDeviceRow({ thingName: 'pump', ...row }) ?? null;
const decide = (known: Partial<KnownThing>, settings = {}) =>
  decideTelling(
    'pump',
    { presence: null, told: null, device: null, children: 0, ...known },
    { ...DEFAULT_SETTINGS, ...settings },
    NOW,
  );
const briefly = (decision: ReturnType<typeof decide>) =>
  decision.action === 'nothing' ? decision.why : decision.action === 'tell' ? decision.telling.transition : 'forget';

describe('decideTelling', () => {
  it.each([
    ['an outage', { presence: is('offline') }, {}, 'offline'],
    ['silence', { presence: is('stale') }, {}, 'stale'],
    ['the same outage again', { presence: is('offline'), told: outage('offline') }, {}, 'alreadyTold'],
    ['silence that became an outage', { presence: is('offline'), told: outage('stale') }, {}, 'offline'],
    ['a return nobody missed', { presence: is('online') }, {}, 'neverTold'],
    ['a return', { presence: is('online'), told: outage('offline') }, {}, 'online'],
    ['nothing known', {}, {}, 'unknown'],
    ['in maintenance', { presence: is('offline'), device: device({ lifecycle: 'maintenance' }) }, {}, 'notInService'],
    ['retired', { presence: is('offline'), device: device({ lifecycle: 'retired' }) }, {}, 'notInService'],
    ['muted', { presence: is('offline') }, { mutes: { pump: NOW + 1 } }, 'muted'],
    ['a mute that is over', { presence: is('offline') }, { mutes: { pump: NOW } }, 'offline'],
    ['another site', { presence: is('offline'), device: device({ site: 'South' }) }, { sites: ['North'] }, 'otherSite'],
    ['its site', { presence: is('offline'), device: device({ site: 'North' }) }, { sites: ['North'] }, 'offline'],
    ['not wanted', { presence: is('stale') }, { transitions: ['offline'] }, 'notWanted'],
    ['a return that is not wanted', { presence: is('online'), told: outage('offline') }, { transitions: [] }, 'forget'],
    [
      'a return while muted',
      { presence: is('online'), told: outage('offline') },
      { mutes: { pump: NOW + 1 } },
      'forget',
    ],
  ] as const)('%s', (_, known, settings, expected) => {
    expect(briefly(decide(known as Partial<KnownThing>, settings))).toBe(expected);
  });

  it('says how long the outage was, and lets no outage begin in the future', () => {
    const back = decide({ presence: is('online', NOW), told: outage('offline', NOW - 90_000) });
    expect(back).toMatchObject({ action: 'tell', telling: { downMs: 90_000 } });
    const ahead = decide({ presence: is('offline', NOW + 3_600_000) });
    expect(ahead).toMatchObject({ action: 'tell', telling: { since: NOW } });
  });

  it('tells each change once, however often and in whatever order it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<Presence>('online', 'offline', 'stale'), { maxLength: 30 }), (states) => {
        let told: ToldOutage | null = null;
        const heard: string[] = [];
        for (const state of states) {
          for (const _ of [1, 2, 3]) {
            const decision = decide({ presence: is(state), told });
            if (decision.action !== 'tell') continue;
            const { transition } = decision.telling;
            heard.push(transition);
            told = transition === 'online' ? null : outage(transition);
          }
        }
        expect(heard).toEqual(heard.filter((each, i) => each !== heard[i - 1]));
        expect(heard[0]).not.toBe('online');
        if (states.length > 0) expect(heard.at(-1) ?? 'online').toBe(states.at(-1));
      }),
    );
  });
});

describe('rollUpChildren', () => {
  const telling = (thingName: string, transition: Telling['transition'] = 'offline'): Telling => ({
    ...{ transition, thingName, name: null, site: null, since: NOW, reason: '', downMs: null, children: 0 },
  });

  it('folds children into their gateway when it is told the same, and leaves others alone', () => {
    const all = ['plant/a', 'plant', 'plant/b', 'other/c'].map((name) => telling(name));
    const rolled = rollUpChildren([...all, telling('plant/d', 'online')]);
    expect(rolled.map(({ thingName, children }) => [thingName, children])).toEqual([
      ['plant', 2],
      ['other/c', 0],
      ['plant/d', 0],
    ]);
  });
});

describe('parseWebhookUrl', () => {
  const token = 'a-_9'.repeat(17);

  it.each([
    `https://discord.com/api/webhooks/123456789012345678/${token}`,
    `https://discordapp.com/api/v10/webhooks/123456789012345678/${token}`,
  ])('takes %s', (url) => {
    expect(parseWebhookUrl(` ${url}\n`)).toEqual({ id: '123456789012345678', token });
  });

  it.each([
    'http://discord.com/api/webhooks/123456789012345678/',
    'https://discord.com:444/api/webhooks/123456789012345678/',
    'https://discord.com@evil.test/api/webhooks/123456789012345678/',
    'https://evil.test/https://discord.com/api/webhooks/123456789012345678/',
    'https://discord.com.evil.test/api/webhooks/123456789012345678/',
    'https://ptb.evil.com/api/webhooks/123456789012345678/',
    'https://169.254.169.254/api/webhooks/123456789012345678/',
    'https://discord.com/api/webhooks/../users/',
    '<value will be resolved during runtime>',
  ])('refuses %s', (start) => {
    expect(parseWebhookUrl(start + token)).toBeNull();
    expect(parseWebhookUrl(`${start}${token}?wait=true`)).toBeNull();
  });
});

describe('settingsProblem', () => {
  it.each([
    [{}, null],
    [{ quietFrom: '22:00', quietUntil: '07:00', timeZone: 'Europe/Berlin' }, null],
    [{ quietFrom: '22:00', quietUntil: '07:00', timeZone: 'Mars/Olympus' }, 'time zone'],
    [{ quietFrom: '24:00', quietUntil: '07:00', timeZone: 'UTC' }, 'Quiet hours'],
    [{ quietFrom: '22:00', timeZone: 'UTC' }, 'Quiet hours'],
    [{ mutes: { pump: NOW + 91 * 86_400_000 } }, '90 days'],
  ])('%j', (settings, expected) => {
    const problem = settingsProblem(settings, NOW);
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toContain(expected);
  });
});
