// The page under conditions that it did not choose: a server that refuses, tokens that expire, a computer that slept, a
// browser without storage, a slow network. Each ends in a page that can be used.
import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, recordProblems, signedInPage, signIn } from './browser';
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy';

const NAME = 'counter';
const MINUTE_MS = 60_000;

let cloud: TestCloud;
let browser: Browser;
let proxy: CuttableProxy;
let client: MqttClient;
const problems: string[][] = [];
let count = 0;

beforeAll(async () => {
  [cloud, browser, proxy] = await Promise.all([startTestCloud({ app: true }), launchBrowser(), startCuttableProxy()]);
  await addDevice(cloud, NAME);
  client = await connectDevice(cloud, NAME);
  await publish();
});

afterAll(async () => {
  client?.end(true);
  await browser?.close();
  await proxy?.stop();
  await cloud?.stop();
});

const viewer = () => {
  const person = cloud.people.find(({ role }) => role === 'viewer');
  if (!person) throw new Error('There is no viewer.');
  return person;
};

/** Publishes the next number and waits until a page that asks would be given it. */
async function publish(): Promise<string> {
  count += 1;
  await client.publishAsync(`${NAME}/telemetry`, JSON.stringify({ count }), { qos: 1 });
  const stored = async () =>
    (await rowsOf(cloud, 'DeviceLatest')).some(({ metrics }) => JSON.stringify(metrics).includes(`"value":${count},`));
  await eventually('the newest state has the number', stored);
  return String(count);
}

/** Opens the fleet in a fresh profile, signed in. */
async function openFleet(options: { proxy?: string } = {}) {
  const opened = await signedInPage(browser, cloud.appUrl, viewer(), options);
  problems.push(opened.problems);
  await isLive(opened.page);
  return opened;
}

const isLive = (page: Page) => page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
const shows = (page: Page, value: string) =>
  page.getByRole('list', { name: 'Devices' }).getByText(value, { exact: true }).waitFor();

describe('a subscription that the server refuses', () => {
  it('is said in words, values come by fetching, and all is well when it is let in', async () => {
    const { context } = await openFleet();
    const page = await context.newPage();
    problems.push(recordProblems(page));
    await page.clock.install();
    let refuse = true;
    // The real server refuses: what it gets is a token that nobody signed.
    await page.routeWebSocket(/graphql/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const spoilt = String(message).includes('onFleet') && refuse;
        server.send(spoilt ? String(message).replace(/("Authorization":")[^"]+/i, '$1nobody') : message);
      });
    });
    await page.goto(cloud.appUrl);
    await page.getByText('The server refuses live values.').waitFor();
    await shows(page, String(count));
    expect(await problemsInBothThemes(page)).toEqual([]);

    const next = await publish();
    await page.clock.runFor(MINUTE_MS + 1_000);
    await shows(page, next);
    // The page's minute went by faster than a server can answer: to the page that was silence, until it asked again.
    await page.getByText('The server refuses live values.').waitFor();

    refuse = false;
    await page.clock.runFor(2 * MINUTE_MS);
    await isLive(page);
    await shows(page, await publish());
    await context.close();
  });
});

describe('a token that expires while the page is open', () => {
  it('is renewed, and values go on', async () => {
    const { context } = await openFleet();
    const page = await context.newPage();
    problems.push(recordProblems(page));
    await page.clock.install();
    await page.goto(cloud.appUrl);
    await isLive(page);
    const accessToken = () =>
      page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith('.accessToken'))?.[1]);
    const before = await accessToken();
    await page.clock.fastForward(61 * MINUTE_MS);
    await page.clock.runFor(MINUTE_MS + 1_000);
    await expect.poll(accessToken).not.toBe(before);
    await isLive(page);
    await shows(page, await publish());
    expect(await page.getByText('Your session has ended.').isVisible()).toBe(false);
    await context.close();
  });
});

describe('a computer that slept for ten minutes', () => {
  it('wakes with a dead socket, notices, and fetches what it missed', async () => {
    const { context } = await openFleet({ proxy: proxy.url });
    const page = await context.newPage();
    problems.push(recordProblems(page));
    await page.clock.install();
    await page.goto(cloud.appUrl);
    await isLive(page);

    // Asleep: no timer runs, and nobody tells either end that the other is gone.
    proxy.cut();
    const missed = await publish();
    proxy.mend();
    await page.clock.fastForward(10 * MINUTE_MS);
    // A request over a dead connection is given up after twelve seconds and repeated five seconds later.
    page.setDefaultTimeout(40_000);
    await shows(page, missed);
    await isLive(page);
    await shows(page, await publish());
    await context.close();
  });
});

describe('a browser', () => {
  it('whose storage is full signs in and shows live values', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    problems.push(recordProblems(page));
    await page.goto(cloud.appUrl);
    await page.locator('input[name=username]').waitFor();
    await page.evaluate(() => {
      for (let length = 2 ** 22; length >= 1; length /= 2) {
        try {
          for (let times = 0; ; times += 1) localStorage.setItem(`full-${length}-${times}`, 'x'.repeat(length));
        } catch {
          // Full for this length.
        }
      }
    });
    await signIn(page, viewer());
    await isLive(page);
    await shows(page, await publish());
    await context.close();
  });

  it('that forbids storage signs in and shows live values', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    problems.push(recordProblems(page));
    // What Chromium does when the site may store nothing.
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    });
    await page.goto(cloud.appUrl);
    await signIn(page, viewer());
    await isLive(page);
    await shows(page, await publish());
    await context.close();
  });

  it('on a very slow network shows that it loads, then values, and does not cry wolf', async () => {
    const { context, page } = await openFleet();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    // 400 kbit/s and 2 s to an answer: worse than Chromium’s “Slow 3G”.
    await session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 },
    });
    page.setDefaultTimeout(60_000);
    await page.reload({ waitUntil: 'commit' });
    await page.getByText('Fleetlight').first().waitFor();
    await shows(page, String(count));
    await isLive(page);
    await shows(page, await publish());
    // Longer than it takes to ask whether a silent link is alive.
    await page.waitForTimeout(8_000);
    expect(await page.getByText('Link lost.').isVisible()).toBe(false);
    await context.close();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems.flat()).toEqual([]);
});
