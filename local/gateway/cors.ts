// Which web pages may talk to the local AWS endpoint. Every page that is open in the developer's browser can reach the
// loopback interface, so a foreign origin is refused and not only kept from reading the answer.
import type { IncomingMessage, ServerResponse } from 'node:http';

const PREFLIGHT_SECONDS = '600';

/** Returns whether the request comes from an allowed page, or from no page at all (tools and functions send no Origin). */
export function isAllowedOrigin(request: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin } = request.headers;
  return origin === undefined || allowedOrigins.includes(origin);
}

/**
 * Lets the page that sent `request` read the answer, and answers a preflight. Returns whether the request has been
 * answered. Call it for allowed origins only.
 */
export function applyCors(request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-expose-headers', 'x-amzn-requestid,x-amzn-errortype,x-amzn-error-message,date');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  response.writeHead(204, {
    'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': PREFLIGHT_SECONDS,
  });
  response.end();
  return true;
}
