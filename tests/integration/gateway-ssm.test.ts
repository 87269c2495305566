// The gateway and the parameter store as the AWS SDK and a browser meet them.
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAccessKeys } from '../../local/gateway/access-keys';
import { type OpenGateway, openGateway, type RawRoute, startGateway } from '../../local/gateway/gateway';
import { createIamAuthority } from '../../local/gateway/iam-authority';
import { assemblyOf, roleOf } from '../../local/gateway/iam-fixture';
import { PortTakenError } from '../../local/gateway/port-taken-error';
import { startSsm } from '../../local/ssm/ssm-service';

const APP = 'http://127.0.0.1:4700';
const TARGET = { 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': 'application/x-amz-json-1.1' };
const PARAMETER = 'arn:aws:ssm:eu-central-1:000000000000:parameter';
const dataDirectory = mkdtempSync(join(tmpdir(), 'fleetlight-gateway-'));
const nowMs = () => Date.now();
const keys = openAccessKeys(dataDirectory, nowMs);
const assembly = assemblyOf([
  roleOf('Reader', [
    { Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: `${PARAMETER}/app/*` },
    { Effect: 'Deny', Action: 'ssm:*', Resource: `${PARAMETER}/app/closed` },
  ]),
  {
    logicalId: 'Endpoint',
    ref: '/app/endpoint',
    type: 'AWS::SSM::Parameter',
    properties: { Name: '/app/endpoint', Type: 'String', Value: 'https://example.com' },
  },
]);
const routes: RawRoute[] = [
  {
    path: '/graphql',
    http: (request, response) => void request.pipe(response),
    upgrade: (_, socket) =>
      void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  },
  { path: /^\/keys\/\w+$/, http: (_, response) => void response.end('keys') },
  {
    path: '/broken',
    http() {
      throw new Error('hush: an inner detail');
    },
  },
];
const authority = createIamAuthority(assembly, keys, nowMs);
const content = { services: [startSsm({ dataDirectory, assembly, nowMs })], routes, authority, allowedOrigins: [APP] };

let gateway: OpenGateway;
const clients: SSMClient[] = [];
function clientWith(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): SSMClient {
  const client = new SSMClient({ endpoint: gateway.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
  clients.push(client);
  return client;
}
let reader: SSMClient;
let administrator: SSMClient;

beforeAll(async () => {
  gateway = await startGateway({ host: '127.0.0.1', port: 0, portSetting: 'AWS_PORT', ...content });
  reader = clientWith(keys.issueForRole('arn:aws:iam::000000000000:role/Reader', 'reader'));
  administrator = clientWith(keys.administrator);
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await gateway.stop();
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
async function call(
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const request = httpRequest(gateway.url + path, { method: init.method ?? 'POST', headers: init.headers ?? {} });
  request.end(init.body);
  const [response] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

describe('a function with its own key', () => {
  it('may do what its role grants', async () => {
    const { Parameter } = await reader.send(new GetParameterCommand({ Name: '/app/endpoint' }));
    const several = await reader.send(new GetParametersCommand({ Names: ['/app/endpoint', '/app/none'] }));

    expect(Parameter).toMatchObject({
      Name: '/app/endpoint',
      Value: 'https://example.com',
      Type: 'String',
      ARN: `${PARAMETER}/app/endpoint`,
      LastModifiedDate: expect.any(Date),
    });
    expect(several.Parameters?.map(({ Name }) => Name)).toEqual(['/app/endpoint']);
    expect(several.InvalidParameters).toEqual(['/app/none']);
  });

  it.each([
    [
      'an action that it lacks',
      new PutParameterCommand({ Name: '/app/a', Value: 'x', Type: 'String' }),
      'PutParameter',
      '/app/a',
    ],
    ['a resource that it lacks', new GetParameterCommand({ Name: '/other' }), 'GetParameter', '/other'],
    ['a resource that is denied', new GetParameterCommand({ Name: '/app/closed' }), 'GetParameter', '/app/closed'],
    ['one of several', new GetParametersCommand({ Names: ['/app/endpoint', '/other'] }), 'GetParameters', '/other'],
  ])('is refused %s, by name', async (_, command, action, name) => {
    await expect(reader.send(command as GetParameterCommand)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:sts::000000000000:assumed-role/Reader/reader is not authorized to perform: ' +
        `ssm:${action} on resource: ${PARAMETER}${name}`,
    });
  });

  it('is refused when something changed on the way', async () => {
    const tampered = clientWith(keys.issueForRole('arn:aws:iam::000000000000:role/Reader', 'reader'));
    tampered.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: Uint8Array };
        request.body = Buffer.from(new TextDecoder().decode(request.body).replace('endpoint', 'elsewher'));
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );

    await expect(tampered.send(new GetParameterCommand({ Name: '/app/endpoint' }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  it('is refused when it signed for another service than it names', async () => {
    const reading = keys.issueForRole('arn:aws:iam::000000000000:role/Reader', 'reader');
    const signer = new SignatureV4({
      service: 'iotdata',
      region: 'eu-central-1',
      credentials: reading,
      sha256: Sha256,
    });
    const body = '{"Name":"/app/endpoint"}';
    const host = new URL(gateway.url).host;
    const unsigned = { method: 'POST', protocol: 'http:', path: '/', headers: { host, ...TARGET }, body };
    const { headers } = await signer.sign(new HttpRequest(unsigned));

    const answer = await call('/', { headers, body });

    expect(JSON.parse(answer.body)).toMatchObject({
      __type: 'InvalidSignatureException',
      message: expect.stringContaining('scoped to ssm'),
    });
  });

  it('is refused with a key that was not issued here', async () => {
    const stranger = clientWith({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' });

    await expect(stranger.send(new GetParameterCommand({ Name: '/app/endpoint' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

describe('the parameter store', () => {
  it('keeps secrets closed until somebody asks to open them', async () => {
    const Name = '/secrets/webhook';
    await administrator.send(new PutParameterCommand({ Name, Value: 'https://hook', Type: 'SecureString' }));

    const closed = await administrator.send(new GetParameterCommand({ Name }));
    const open = await administrator.send(new GetParameterCommand({ Name, WithDecryption: true }));

    expect(open.Parameter?.Value).toBe('https://hook');
    expect(closed.Parameter?.Value).not.toContain('hook');
    expect(readFileSync(join(dataDirectory, 'ssm.json'), 'utf8')).toContain(Name);
  });

  it('replaces only when asked to', async () => {
    const put = (Value: string, Overwrite?: boolean) =>
      administrator.send(new PutParameterCommand({ Name: '/replaced', Value, Type: 'String', Overwrite }));

    expect((await put('1')).Version).toBe(1);
    await expect(put('2')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect((await put('2', true)).Version).toBe(2);
  });

  it('lists a path page by page, below it only when asked to', async () => {
    for (const name of ['a', 'b', 'c', 'deep/d']) {
      await administrator.send(new PutParameterCommand({ Name: `/list/${name}`, Value: name, Type: 'String' }));
    }
    const list = (NextToken?: string, Recursive = false) =>
      administrator.send(new GetParametersByPathCommand({ Path: '/list/', MaxResults: 2, NextToken, Recursive }));

    const first = await list();
    const second = await list(first.NextToken);
    const deep = await list((await list(undefined, true)).NextToken, true);

    const names = (page: typeof first) => page.Parameters?.map(({ Name }) => Name);
    expect(names(first)).toEqual(['/list/a', '/list/b']);
    expect([names(second), second.NextToken]).toEqual([['/list/c'], undefined]);
    expect(names(deep)).toEqual(['/list/c', '/list/deep/d']);
  });

  it('deletes, and answers for what is not there', async () => {
    await administrator.send(new PutParameterCommand({ Name: '/gone', Value: 'x', Type: 'String' }));
    await administrator.send(new DeleteParameterCommand({ Name: '/gone' }));

    const missing = { name: 'ParameterNotFound' };
    await expect(administrator.send(new GetParameterCommand({ Name: '/gone' }))).rejects.toMatchObject(missing);
    await expect(administrator.send(new DeleteParameterCommand({ Name: '/gone' }))).rejects.toMatchObject(missing);
  });

  it.each([
    [{ Name: '/a:3' }, 'versions'],
    [{ Name: '' }, 'parameter name'],
  ])('refuses %j with the reason', async (input, reason) => {
    await expect(administrator.send(new GetParameterCommand(input))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(reason),
    });
  });
});

describe('the gateway', () => {
  it('says which services there are when it is asked for another', async () => {
    const target = { 'x-amz-target': 'AWSGlue.GetJob', 'content-type': 'application/x-amz-json-1.0' };

    const answer = await call('/', { headers: target });

    expect(answer).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': expect.any(String) },
    });
    expect(JSON.parse(answer.body)).toEqual({
      __type: 'UnknownOperationException',
      message: 'No local service for the target "AWSGlue.GetJob". Running here: ssm.',
    });
  });

  it('reports errors of REST services in the header', async () => {
    const answer = await call('/things', { method: 'GET' });

    expect(answer).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
    });
    expect(JSON.parse(answer.body).message).toContain('ssm');
  });

  it('refuses an unsigned request to a service', async () => {
    const answer = await call('/', { headers: { 'x-amz-target': 'AmazonSSM.GetParameter' }, body: '{"Name":"/a"}' });

    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body).__type).toBe('MissingAuthenticationTokenException');
  });

  it('takes up to 10 MB', async () => {
    const answer = await call('/', {
      headers: { 'x-amz-target': 'AmazonSSM.X', 'content-length': `${10 * 1024 ** 2 + 1}` },
    });

    expect(answer.status).toBe(413);
  });

  it('lets the app call and no other page', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };

    const asked = await call('/graphql', { method: 'OPTIONS', headers: { origin: APP, ...preflight } });
    const called = await call('/graphql', { headers: { origin: APP }, body: 'echo' });
    const foreign = await call('/graphql', { headers: { origin: 'https://example.com' }, body: 'echo' });

    expect(asked).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': APP, 'access-control-allow-headers': 'authorization' },
    });
    expect(called).toMatchObject({ status: 200, body: 'echo', headers: { 'access-control-allow-origin': APP } });
    expect(foreign.status).toBe(403);
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('finds raw routes by path and by expression', async () => {
    expect((await call('/keys/one?x=1', { method: 'GET' })).body).toBe('keys');
    expect((await call('/keys/one/two', { method: 'GET' })).status).toBe(400);
  });

  it('tells nothing of a bug inside', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});

    const answer = await call('/broken');

    expect(log).toHaveBeenCalledWith('POST /broken failed:', expect.any(Error));
    log.mockRestore();
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('hush');
  });

  it.each([
    [APP, '101'],
    ['https://example.com', '403'],
  ])('answers a WebSocket of %s with %s', async (origin, status) => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(
      `GET /graphql HTTP/1.1\r\nhost: x\r\norigin: ${origin}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    );

    const [head] = await once(socket, 'data');
    socket.destroy();

    expect(String(head)).toContain(`HTTP/1.1 ${status}`);
  });

  it('names the port that is taken and the setting that changes it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const opened = openGateway({ host: '127.0.0.1', port, portSetting: 'FLEETLIGHT_AWS_PORT' });

    await expect(opened).rejects.toEqual(new PortTakenError(port, 'FLEETLIGHT_AWS_PORT'));
    await expect(opened).rejects.toThrow(/FLEETLIGHT_AWS_PORT/);
    other.close();
  });

  it('answers 503 until it serves, and stops with open connections', async () => {
    const opened = await openGateway({ host: '127.0.0.1', port: 0, portSetting: 'AWS_PORT' });
    const before = await fetch(opened.url, { method: 'POST' });
    opened.serve(content);
    const socket = connect(opened.port, '127.0.0.1');
    socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    await once(socket, 'data');

    await Promise.all([opened.stop(), once(socket, 'close')]);

    expect(before.status).toBe(503);
    await expect(fetch(opened.url)).rejects.toThrow();
  });
});
