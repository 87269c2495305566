import { expect, it } from 'vitest';
import { composeMessage } from '../../../domain/discord/compose-message';
import { readEmbeds, readPieces } from './read-body';

it('reads escapes, links and moments as Discord does, and nothing else', () => {
  expect(readPieces('• [a\\]b](https://x.test/d) <t:1750000000:R>, \\@everyone <b>')).toEqual([
    { kind: 'words', text: '• ' },
    { kind: 'link', text: 'a]b', url: 'https://x.test/d' },
    { kind: 'words', text: ' ' },
    { kind: 'moment', atMs: 1_750_000_000_000, age: true },
    { kind: 'words', text: ', @everyone <b>' },
  ]);
  expect(readPieces('[x](javascript:alert(1))')).toEqual([{ kind: 'words', text: '[x](javascript:alert(1))' }]);
});

it('reads what is composed, and of anything else nothing', () => {
  const telling = {
    thingName: 'pump',
    name: 'Pump *1*',
    site: null,
    since: 1e12,
    reason: 'r',
    downMs: null,
    children: 0,
  };
  const body = JSON.stringify(
    composeMessage([{ transition: 'offline', ...telling }], { appUrl: 'https://x.test', footnote: null }),
  );
  const [embed] = readEmbeds(body);
  expect(readPieces(embed?.title ?? '')).toEqual([{ kind: 'words', text: 'Pump *1* went offline' }]);
  expect(embed?.url).toBe('https://x.test/devices/pump');
  for (const other of ['', 'null', '{"embeds":[1]}', '{"embeds":{}}']) expect(readEmbeds(other)).toEqual([]);
});
