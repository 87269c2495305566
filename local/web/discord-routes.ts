// The addresses of the Discord page. The webhook's address is a secret, so only this computer itself may read it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DiscordChannel } from '../discord/start-discord';
import { DISCORD_CSS, DISCORD_SCRIPT, discordPage } from './discord-page';
import { isLoopback } from './host-check';
import { refuse } from './refuse';

/** Answers a request for the channel's page; false when the path is none of its own. */
export function serveDiscord(
  channel: DiscordChannel,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const send = (type: string, body: string) =>
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  const answers: Record<string, () => void> = {
    '/discord': () => send('text/html; charset=utf-8', discordPage(channel.messages(), channel.webhookUrl())),
    '/discord.json': () =>
      send('application/json', JSON.stringify({ webhookUrl: channel.webhookUrl(), messages: channel.messages() })),
    '/discord.css': () => send('text/css; charset=utf-8', DISCORD_CSS),
    '/discord.js': () => send('text/javascript; charset=utf-8', DISCORD_SCRIPT),
    '/discord/events': () => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': open\n\n');
      response.on(
        'close',
        channel.subscribe(() => response.write('data: changed\n\n')),
      );
    },
  };
  const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
  if (!answer) return false;
  if (isLoopback(request.socket.remoteAddress)) answer();
  else refuse(response, 403);
  return true;
}
