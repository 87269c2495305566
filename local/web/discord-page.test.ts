import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { discordPage, markdown } from './discord-page';
import { serveDiscord } from './discord-routes';

const embed = { title: '', url: null, description: '', color: 0xc62828, fields: [], footer: '' };
const message = { id: '1', postedAt: 0, content: '', mayMention: false };

it('lets no message become markup', () => {
  const hostile = `"><img src=x onerror=alert(1)><script>alert('1')</script>&`;
  const bad = { ...embed, title: hostile, url: 'javascript:alert(2)', description: hostile, footer: hostile };
  const page = discordPage(
    [{ ...message, content: hostile, embeds: [{ ...bad, fields: [{ name: hostile, value: hostile, inline: true }] }] }],
    null,
  );
  expect(page).not.toContain('<img');
  expect(page).not.toContain('javascript:');
  expect(page.match(/<script/g)).toHaveLength(1);
});

it('shows escapes, links and moments as Discord does, and warns of what may ping', () => {
  expect(markdown('\\*a\\* \\[b\\](https://x.test/) <t:0:R>')).toContain(
    '*a* [b](https://x.test/) <time datetime="1970-01-01T00:00:00.000Z" data-age>',
  );
  expect(markdown('[b](https://x.test/)')).toBe('<a href="https://x.test/">b</a>');
  expect(discordPage([{ ...message, mayMention: true, embeds: [embed] }], null)).toContain('may ping people');
});

it.each(['/discord', '/discord.json', '/discord/events'])('opens %s on the laptop itself only', (path) => {
  const channel = { webhookUrl: () => null, messages: () => [], subscribe: () => () => undefined };
  const ask = (remoteAddress: string) => {
    const socket = new Socket();
    Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
    const request = new IncomingMessage(socket);
    const response = new ServerResponse(request);
    return { served: serveDiscord(channel, path, request, response), status: response.statusCode };
  };
  expect(ask('127.0.0.1')).toEqual({ served: true, status: 200 });
  expect(ask('192.168.1.9')).toEqual({ served: true, status: 403 });
});
