// A request as the services take it: whole, and no larger than AWS would take.
import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-service';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request without what the gateway adds to it. */
export interface ReceivedRequest {
  method: string;
  /** As it stood on the request line, percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** Reads the request to its end. Throws AwsError RequestEntityTooLarge above 10 MB. */
export async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  return { ...requestHead(request), body: await readBody(request) };
}

/** Returns what a request says before its body. */
export function requestHead(request: IncomingMessage): Omit<ReceivedRequest, 'body'> {
  const [path, query] = splitTarget(request.url ?? '/');
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(headers),
  };
}

/** Returns the path and the query of a request line's target. */
export function splitTarget(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = () => new AwsError('RequestEntityTooLargeException', 'The request is larger than 10 MB.', 413);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
