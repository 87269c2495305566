import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeMessage } from './compose-message';
import { DISCORD_LIMITS, type DiscordEmbed, type DiscordMessage } from './discord-limits';
import { plainText, truncate } from './discord-text';
import { type Telling, TOLD_TRANSITIONS } from './telling';

const CONTEXT = { appUrl: 'https://fleet.example', footnote: null };
const down = (thingName: string, more: Partial<Telling> = {}): Telling => ({
  transition: 'offline',
  thingName,
  name: null,
  site: 'North',
  since: 1_750_000_000_000,
  reason: 'the connection broke',
  downMs: null,
  children: 0,
  ...more,
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.constantFrom(
    '@everyone',
    '<@1>',
    '](https://evil.test)',
    '\\',
    '😀'.repeat(400),
    '\uD83D',
    '*_~`|'.repeat(200),
    '\u202Egpj',
  ),
);
const tellings = fc.array(
  fc.record({
    transition: fc.constantFrom(...TOLD_TRANSITIONS),
    thingName: fc.string({ minLength: 1, maxLength: 257 }),
    name: fc.option(hostile),
    site: fc.option(hostile),
    since: fc.integer({ min: 0, max: 4e12 }),
    reason: hostile,
    downMs: fc.option(fc.nat()),
    children: fc.nat(300),
  }),
  { minLength: 1, maxLength: 60 },
);

function textsOf({ title, description = '', fields = [], footer }: DiscordEmbed): string[] {
  return [title, description, ...fields.flatMap(({ name, value }) => [name, value]), footer?.text ?? ''];
}
const sizeOf = ({ embeds }: DiscordMessage) => embeds.flatMap(textsOf).reduce((sum, text) => sum + text.length, 0);

describe('composeMessage', () => {
  it('keeps every limit of Discord, whatever things, sites and reasons are called (fact 26)', () => {
    fc.assert(
      fc.property(tellings, fc.option(fc.constantFrom('Held back.', 'x'.repeat(900))), (all, footnote) => {
        const message = composeMessage(all, { ...CONTEXT, footnote });
        expect(message.allowed_mentions).toEqual({ parse: [] });
        expect(message.embeds.length).toBeGreaterThan(0);
        expect(message.embeds.length).toBeLessThanOrEqual(DISCORD_LIMITS.embeds);
        expect(sizeOf(message)).toBeLessThanOrEqual(DISCORD_LIMITS.everything);
        for (const embed of message.embeds) {
          expect(embed.title.length).toBeGreaterThan(0);
          expect(embed.title.length).toBeLessThanOrEqual(DISCORD_LIMITS.title);
          expect((embed.description ?? '').length).toBeLessThanOrEqual(DISCORD_LIMITS.description);
          expect((embed.url ?? '').length).toBeLessThanOrEqual(2048);
          for (const { name, value } of embed.fields ?? []) {
            expect(name.length).toBeGreaterThan(0);
            expect(value.trim().length).toBeGreaterThan(0);
            expect(value.length).toBeLessThanOrEqual(DISCORD_LIMITS.fieldValue);
          }
          for (const text of textsOf(embed)) expect(text).not.toMatch(/\p{Surrogate}/u);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nobody out: the numbers in a digest’s titles add up', () => {
    fc.assert(
      fc.property(tellings, (all) => {
        fc.pre(all.length > 4);
        const { embeds } = composeMessage(all, CONTEXT);
        const counted = embeds.reduce((sum, { title }) => sum + Number.parseInt(title, 10), 0);
        expect(counted).toBe(all.length);
      }),
    );
  });

  it('tells one device with what, where, since when and why', () => {
    const { embeds } = composeMessage([down('pump-3', { name: 'Pump 3', children: 12 })], CONTEXT);
    expect(embeds).toEqual([
      {
        title: 'Pump 3 went offline',
        url: 'https://fleet.example/devices/pump-3',
        color: 0xc62828,
        fields: [
          { name: 'Device', value: 'pump\\-3', inline: true },
          { name: 'Site', value: 'North', inline: true },
          { name: 'Since', value: '<t:1750000000:f> (<t:1750000000:R>)' },
          { name: 'Why', value: 'the connection broke' },
          { name: 'Speaks for', value: 'at least 12 devices', inline: true },
        ],
      },
    ]);
  });

  it('says how long an outage was', () => {
    const [embed] = composeMessage([down('p', { transition: 'online', downMs: 3_900_000 })], CONTEXT).embeds;
    expect(embed?.title).toBe('p is back online');
    expect(embed?.fields).toContainEqual({ name: 'Was away for', value: '1 h 5 min', inline: true });
  });

  it('makes a digest of many, with the first ten', () => {
    const many = Array.from({ length: 37 }, (_, i) => down(`d${i}`));
    const { embeds } = composeMessage(many, { appUrl: null, footnote: 'Held back.' });
    expect(embeds).toHaveLength(1);
    expect(embeds[0]?.title).toBe('37 devices of site North went offline');
    expect(embeds[0]?.description?.split('\n')).toHaveLength(11);
    expect(embeds[0]?.description).toMatch(/and 27 more$/);
    expect(embeds[0]?.footer).toEqual({ text: 'Held back.' });
  });
});

describe('texts', () => {
  it('never cut a surrogate pair or an escape in two', () => {
    expect(truncate('ab😀', 3)).toBe('ab…');
    expect(truncate(plainText('a***', 10), 3)).toBe('a…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, most) => {
        const cut = truncate(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('show a stranger’s words and nothing else', () => {
    expect(plainText('@everyone <@1> [x](y)\u202E\n#h', 80)).toBe('\\@everyone \\<\\@1\\> \\[x\\]\\(y\\) \\#h');
  });
});
