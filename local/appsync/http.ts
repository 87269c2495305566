// `POST /graphql`: authentication, one operation, the response, and what its mutations publish.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestRefused } from './appsync-error';
import type { AuthenticateRequest } from './authenticate/authenticate-request';
import type { Caller } from './authenticate/caller';
import type { OperationResponse } from './execute/execute-operation';
import type { GraphQlRequest } from './execute/graphql-request';
import { readGraphQlRequest } from './execute/graphql-request';

/** Mapping templates and requests of AppSync end at 1 MB. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What the door needs of the service. */
export interface HttpPorts {
  authenticate: AuthenticateRequest;
  execute(caller: Caller, headers: Record<string, string>, request: GraphQlRequest): Promise<OperationResponse>;
  report: (error: unknown) => void;
}

/** Returns the handler of `/graphql`. It answers every request and never throws. */
export function graphQlHandler(
  ports: HttpPorts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      if (request.method !== 'POST')
        throw new RequestRefused('MalformedHttpRequestException', 'Only POST is supported.', 400);
      const body = await readBody(request);
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
      const headers = plainHeaders(request);
      const sourceIp = request.socket.remoteAddress ?? '';
      const caller = await ports.authenticate({ path: pathname, query: searchParams, headers, body, sourceIp });
      answer(response, 200, await ports.execute(caller, headers, readGraphQlRequest(body.toString())));
    } catch (error) {
      if (error instanceof RequestRefused) {
        // Amplify's client reads the kind of refusal from the header.
        response.setHeader('x-amzn-errortype', error.errorType);
        answer(response, error.status, { errors: [{ errorType: error.errorType, message: error.message }] });
        return;
      }
      ports.report(error);
      answer(response, 500, { errors: [{ errorType: 'InternalFailure', message: 'Internal Failure' }] });
    }
  };
}

/** Returns a request's headers with one text each. */
export function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES)
      throw new RequestRefused('RequestTooLargeException', 'Request body is larger than 1 MB.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json;charset=UTF-8',
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(body));
}
