// One service behind an HTTP server of its own, for tests that drive it with the real SDK client and leave signatures
// and policies to the gateway's tests.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../local/gateway/aws-service';

/** Serves `service` on a free port; every caller is an administrator. `seen` are the requests, oldest first. */
export async function serveService(service: AwsService) {
  const seen: AwsRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const headers = incoming.headers as Record<string, string>;
    const request: AwsRequest = {
      method: incoming.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: Buffer.concat(chunks),
      operation: headers['x-amz-target']?.split('.')[1] ?? '',
      principal: {
        arn: 'arn:aws:sts::000000000000:assumed-role/tester/session',
        roleArn: null,
        accessKeyId: 'AKIATEST',
        cognitoIdentityId: null,
      },
    };
    seen.push(request);
    const { status, headers: answered, body } = await answer(service, request);
    outgoing.writeHead(status, answered).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(service: AwsService, request: AwsRequest): Promise<AwsResponse> {
  try {
    service.permissions(request);
    return await service.handle(request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      status: error.status,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    };
  }
}
