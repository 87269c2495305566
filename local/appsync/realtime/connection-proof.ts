// Where a WebSocket carries its proof: browsers cannot set headers on one, so that AppSync takes them in the subprotocol
// `header-<base64url>` or in the query parameter `header` (AppSync developer guide, "Building a real-time WebSocket client").
import type { IncomingMessage } from 'node:http';

/** Returns the headers that the connection carries, with lower-case names; empty when there are none that can be read. */
export function connectionProof(request: IncomingMessage): Record<string, string> {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  const inProtocol = protocols.find((protocol) => protocol.startsWith('header-'))?.slice('header-'.length);
  const inQuery = new URL(request.url ?? '/', 'http://local').searchParams.get('header');
  // Node decodes both alphabets of base64.
  return readHeaders(Buffer.from(inProtocol ?? inQuery ?? '', 'base64').toString());
}

/** Returns the text fields of a JSON object as headers; empty for anything else. */
export function readHeaders(json: string): Record<string, string> {
  try {
    return headersOf(JSON.parse(json));
  } catch {
    return {};
  }
}

/** Returns the text fields of `candidate` under lower-case names. */
export function headersOf(candidate: unknown): Record<string, string> {
  if (typeof candidate !== 'object' || candidate === null) return {};
  const entries = Object.entries(candidate).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
