// The mailbox's addresses. Codes open accounts, so only this computer itself may read them, whatever else `--lan` opens.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mailbox } from '../cognito/mail/mailbox';
import { isLoopback } from './host-check';
import { MAILBOX_CSS, MAILBOX_SCRIPT, mailboxPage } from './mailbox-page';
import { refuse } from './refuse';

/** Answers a request for the mailbox; false when the path is none of its own. */
export function serveMailbox(
  mailbox: Mailbox,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const answers: Record<string, () => void> = {
    '/mailbox': () => send(response, 'text/html; charset=utf-8', mailboxPage(mailbox.list())),
    '/mailbox.json': () => send(response, 'application/json', JSON.stringify({ mails: mailbox.list() })),
    '/mailbox.css': () => send(response, 'text/css; charset=utf-8', MAILBOX_CSS),
    '/mailbox.js': () => send(response, 'text/javascript; charset=utf-8', MAILBOX_SCRIPT),
    '/mailbox/events': () => stream(mailbox, response),
  };
  const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
  if (!answer) return false;
  if (isLoopback(request.socket.remoteAddress)) answer();
  else refuse(response, 403);
  return true;
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

/** Server-sent events: one for each mail, without its content. */
function stream(mailbox: Mailbox, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  const stop = mailbox.subscribe((mail) => response.write(`data: ${mail.id}\n\n`));
  response.on('close', stop);
}
