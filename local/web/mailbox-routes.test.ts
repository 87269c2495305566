import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import type { Mailbox } from '../cognito/mail/mailbox';
import { serveMailbox } from './mailbox-routes';

const mailbox: Mailbox = { list: () => [], deliver: async () => undefined, subscribe: () => () => undefined };

function ask(path: string, remoteAddress: string) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  const response = new ServerResponse(request);
  return { served: serveMailbox(mailbox, path, request, response), status: response.statusCode };
}

it.each(['/mailbox', '/mailbox.json', '/mailbox/events'])('opens %s on the laptop itself only', (path) => {
  expect(ask(path, '127.0.0.1')).toEqual({ served: true, status: 200 });
  expect(ask(path, '192.168.1.9')).toEqual({ served: true, status: 403 });
});

it('leaves other paths to the app', () => {
  expect(ask('/constructor', '127.0.0.1').served).toBe(false);
});
