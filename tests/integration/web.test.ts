// The laptop's web server, asked as a browser and as an attacker would.
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailbox } from '../../local/cognito/mail/mailbox';
import { PortTakenError } from '../../local/gateway/port-taken-error';
import { type RunningWeb, startWeb, type WebOptions } from '../../local/web/start-web';

const headersFile = path.resolve(import.meta.dirname, '../../customHttp.yml');
const html = `<!doctype html><html><head lang="en"><title>App</title>
<script type="module" src="/assets/index-C0FFEE12.js"></script></head><body></body></html>`;

let directory: string;
let options: WebOptions;
let web: RunningWeb;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'web-'));
  await mkdir(path.join(directory, 'dist', 'assets'), { recursive: true });
  await writeFile(path.join(directory, 'secret.txt'), 'secret');
  await writeFile(path.join(directory, 'dist', 'index.html'), html);
  await writeFile(path.join(directory, 'dist', '.env'), 'secret');
  await writeFile(path.join(directory, 'dist', 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(path.join(directory, 'dist', 'amplify_outputs.json'), '{"from":"the build"}');
  await writeFile(path.join(directory, 'dist', 'assets', 'index-C0FFEE12.js'), 'export {};');
  options = {
    host: '127.0.0.1',
    port: 0,
    portSetting: '--app-port',
    app: { builtDirectory: path.join(directory, 'dist') },
    outputs: { auth: { user_pool_id: 'eu-central-1_Fleetlight' } },
    awsEndpoint: 'http://127.0.0.1:4701',
    mailbox: await openMailbox(directory, Date.now),
    discord: { webhookUrl: () => null, messages: () => [], subscribe: () => () => undefined },
    cognitoRegion: 'eu-central-1',
    headersFile,
    lanAddresses: ['192.168.1.7'],
  };
  web = await startWeb(options);
});
afterAll(async () => {
  await web.close();
  await rm(directory, { recursive: true });
});

const get = async (address: string) => {
  const response = await fetch(web.url + address);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** Without the client's tidying of the path, and with any Host header. */
const getRaw = async (address: string, host = '127.0.0.1') => {
  const sent = request({ host: '127.0.0.1', port: web.port, path: address, headers: { host } }).end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, text };
};

describe('the app', () => {
  it.each(['/', '/index.html', '/devices/esp32-1', '/devices/plant%2Finverter', '/settings/people?tab=1'])(
    'gets its page at %s, with the local script before its own',
    async (route) => {
      const { status, text, headers } = await get(route);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(text.match(/local-cloud\.js/g)).toHaveLength(1);
      expect(text.indexOf('<script src="/local-cloud.js">')).toBeLessThan(text.indexOf('<script type="module"'));
    },
  );

  it('gets files, cached for ever when they are named by their content', async () => {
    const script = await get('/assets/index-C0FFEE12.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/assets/index-DEADBEEF.js', '/assets/none', '/missing.css', '/.env'])(
    'finds no file at %s',
    async (file) => {
      const { status, text } = await get(file);
      expect(text).not.toContain('secret');
      if (file !== '/.env') expect(status).toBe(404);
    },
  );

  it('gets its settings from memory', async () => {
    const { text, headers } = await get('/amplify_outputs.json');
    expect(JSON.parse(text)).toEqual(options.outputs);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('gets a script that parses and names the endpoint', async () => {
    const { text, headers } = await get('/local-cloud.js');
    expect(headers.get('content-type')).toContain('text/javascript');
    expect(() => new Function(text)).not.toThrow();
    expect(text).toContain('http://127.0.0.1:4701');
  });

  it.each(['/', '/favicon.svg', '/mailbox', '/local-cloud.js', '/missing.css'])(
    'gets production’s headers at %s, fit for a laptop',
    async (address) => {
      const { headers } = await get(address);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("connect-src 'self' http://127.0.0.1:4701 ws://127.0.0.1:4701;");
      expect(policy).not.toMatch(/amazonaws|upgrade-insecure|unsafe-eval/);
      expect(headers.get('strict-transport-security')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('an attacker', () => {
  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/%00',
    '/%zz',
  ])('reads nothing beside the app with %s', async (address) => {
    const { status, text } = await getRaw(address);
    expect(text).not.toContain('secret');
    expect([200, 400, 404]).toContain(status);
  });

  it('reads nothing through a name of their own (DNS rebinding)', async () => {
    expect(await getRaw('/mailbox.json', 'evil.example.com')).toMatchObject({ status: 421 });
    expect(await getRaw('/', 'evil.example.com:4700')).toMatchObject({ status: 421 });
    expect(await getRaw('/', '192.168.1.7:4700')).toMatchObject({ status: 200 });
  });

  it('cannot send', async () => {
    const response = await fetch(`${web.url}/mailbox.json`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(405);
  });
});

describe('the mailbox', () => {
  it('lists mails, newest first, and tells open pages of a new one', async () => {
    const events = await fetch(`${web.url}/mailbox/events`);
    const reader = events.body?.getReader();
    await reader?.read();
    await options.mailbox.deliver({ to: 'a@example.com', subject: 'First', body: 'Code 111111', code: '111111' });
    await options.mailbox.deliver({ to: '<b>@example.com', subject: 'Second', body: 'Code 222222', code: '222222' });
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toMatch(/^data: /);
    await reader?.cancel();
    const { mails } = JSON.parse((await get('/mailbox.json')).text) as { mails: { code: string }[] };
    expect(mails.map(({ code }) => code)).toEqual(['222222', '111111']);
    const { text, headers } = await get('/mailbox');
    expect(text.indexOf('222222')).toBeLessThan(text.indexOf('111111'));
    expect(text).toContain('&lt;b&gt;@example.com');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(text).not.toContain('/local-cloud.js');
  });
});

it('names the setting when its port is taken', async () => {
  await expect(startWeb({ ...options, port: web.port })).rejects.toThrow(PortTakenError);
});

it('says what to do when there is no build', async () => {
  const nowhere = startWeb({ ...options, app: { builtDirectory: path.join(directory, 'none') } });
  await expect(nowhere).rejects.toThrow('npm run build');
});

it('leaves nothing open when it is closed', async () => {
  const other = await startWeb(options);
  const idle = connect(other.port, '127.0.0.1');
  await once(idle, 'connect');
  const ended = once(idle, 'close');
  await other.close();
  await ended;
  await expect(fetch(other.url)).rejects.toThrow();
});
