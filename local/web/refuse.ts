// The web server's refusals, each with a sentence for whoever reads it.
import type { ServerResponse } from 'node:http';

const REASONS = {
  400: 'The address cannot be read.',
  403: 'This page opens on the laptop itself only.',
  404: 'There is no such file.',
  405: 'This server answers GET and HEAD.',
  421: 'This server does not answer to that name.',
  500: 'The page could not be made; the terminal says why.',
};

/** Ends a response with a status and its reason. */
export function refuse(response: ServerResponse, status: keyof typeof REASONS): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(REASONS[status]);
}
