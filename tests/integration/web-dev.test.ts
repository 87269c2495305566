// The app from Vite's dev server behind the laptop's web server.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openMailbox } from '../../local/cognito/mail/mailbox';
import { type RunningWeb, startWeb } from '../../local/web/start-web';

let root: string;
let web: RunningWeb;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'web-dev-'));
  await writeFile(
    path.join(root, 'index.html'),
    '<!doctype html><html><head></head><body><script type="module" src="/main.ts"></script></body></html>',
  );
  await writeFile(path.join(root, 'main.ts'), 'export const answer: number = 42;');
  web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    portSetting: '--app-port',
    app: { viteRoot: root },
    outputs: { version: '1.4' },
    awsEndpoint: 'http://127.0.0.1:4701',
    mailbox: await openMailbox(root, Date.now),
    discord: { webhookUrl: () => null, messages: () => [], subscribe: () => () => undefined },
    cognitoRegion: 'eu-central-1',
    headersFile: path.resolve(import.meta.dirname, '../../customHttp.yml'),
  });
});
afterAll(async () => {
  await web.close();
  await rm(root, { recursive: true });
});

describe('with Vite', () => {
  it.each(['/', '/devices/esp32-1'])('the page at %s has hot reload and the local script first', async (route) => {
    const response = await fetch(web.url + route);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('/@vite/client');
    expect(html.indexOf('/local-cloud.js')).toBeLessThan(html.indexOf('/@vite/client'));
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`ws://127.0.0.1:${web.port}`);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('modules are compiled when they are asked for', async () => {
    const text = await (await fetch(`${web.url}/main.ts`)).text();
    expect(text).toContain('answer = 42');
  });

  it('a missing file is missing, and the settings are the local ones', async () => {
    expect((await fetch(`${web.url}/missing.css`)).status).toBe(404);
    expect(await (await fetch(`${web.url}/amplify_outputs.json`)).json()).toEqual({ version: '1.4' });
  });

  it('hot reload connects to this server', async () => {
    const client = await (await fetch(`${web.url}/@vite/client`)).text();
    const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? '';
    const socket = new WebSocket(`ws://127.0.0.1:${web.port}/?token=${token}`, 'vite-hmr');
    const message = await new Promise((resolve, reject) => {
      socket.once('message', (data) => resolve(JSON.parse(String(data))));
      socket.once('error', reject);
    });
    expect(message).toEqual({ type: 'connected' });
    socket.terminate();
  });
});
