// What a page does when its link to the cloud breaks, and that nothing is missing or doubled once it is back.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MqttClient } from 'mqtt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import { graphql, tokenOf } from '../people';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, recordProblems, signedInPage, signIn } from './browser';
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy';

const NAME = 'counter';
const DEVICE_PATH = `/devices/${NAME}?window=1h`;

let cloud: TestCloud;
let browser: Browser;
let proxy: CuttableProxy;
let client: MqttClient;
let context: BrowserContext;
/** Two tabs of one operator, behind the proxy. */
let list: Page;
let device: Page;
const problems: string[][] = [];
let count = 0;

const account = (role: string) => {
  const person = cloud.people.find((each) => each.role === role);
  if (!person) throw new Error(`There is no ${role}.`);
  return person;
};

beforeAll(async () => {
  [cloud, browser, proxy] = await Promise.all([startTestCloud({ app: true }), launchBrowser(), startCuttableProxy()]);
  await addDevice(cloud, NAME);
  client = await connectDevice(cloud, NAME);
  await publish();
  const opened = await signedInPage(browser, cloud.appUrl, account('operator'), { proxy: proxy.url });
  ({ context, page: list } = opened);
  problems.push(opened.problems);
  device = await context.newPage();
  problems.push(recordProblems(device));
  await openTable(device);
});

afterAll(async () => {
  client?.end(true);
  await browser?.close();
  await proxy?.stop();
  await cloud?.stop();
});

// What one test broke must not break the next.
beforeEach(async () => {
  proxy.mend();
  await Promise.all([isLive(list), isLive(device)]);
});

/** Publishes the next number. */
async function publish(ts?: number): Promise<number> {
  count += 1;
  await client.publishAsync(`${NAME}/telemetry`, JSON.stringify({ count, ...(ts && { ts }) }), { qos: 1 });
  return count;
}

async function openTable(page: Page): Promise<void> {
  await page.goto(cloud.appUrl + DEVICE_PATH);
  await page.getByRole('button', { name: 'count as a table' }).click();
  await isLive(page);
  await page.getByRole('cell', { name: '1', exact: true }).waitFor();
}

const isLive = (page: Page) => page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
const banner = (page: Page) => page.getByRole('status').filter({ hasText: 'Link lost.' });
const listedValue = () => list.getByRole('list', { name: 'Devices' }).getByText(/^\d+$/);

/** The numbers in the table of a device's page, newest first. */
async function shown(page: Page): Promise<number[]> {
  const cells = await page.getByRole('region', { name: 'count, table' }).getByRole('cell').allInnerTexts();
  return cells.filter((_, index) => index % 2 === 1).map(Number);
}

/** The numbers in the store, newest first. */
async function stored(): Promise<number[]> {
  const rows = await rowsOf(cloud, 'TelemetrySample');
  return rows
    .sort((a, b) => (String(a.sampleId) < String(b.sampleId) ? 1 : -1))
    .map((row) => Number((row.metrics as Record<string, unknown>).count));
}

const isStored = (number: number) =>
  eventually('the reading is stored', async () => (await stored()).includes(number), 10_000);

/** What the bar looks like on the narrowest phone: on how many lines each link's word stands, and how far it sticks out. */
async function navigationOnAPhone(): Promise<{ linesOfLinks: number[]; scrollsBy: number }> {
  const size = list.viewportSize();
  await list.setViewportSize({ width: 320, height: 640 });
  const links = list.getByRole('navigation', { name: 'Main' }).getByRole('link');
  const linesOfLinks = await links.evaluateAll((all) =>
    all.map((link) => {
      const word = document.createRange();
      word.selectNodeContents(link.lastChild ?? link);
      return word.getClientRects().length;
    }),
  );
  const bar = list.getByRole('banner');
  const scrollsBy = await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  if (size) await list.setViewportSize(size);
  return { linesOfLinks, scrollsBy };
}

describe('a link that falls silent', () => {
  it('is noticed within five seconds, and what it brought is grey', async () => {
    const cutAt = performance.now();
    proxy.cut();
    await Promise.all([banner(list).waitFor(), banner(device).waitFor()]);
    expect(performance.now() - cutAt).toBeLessThan(5_000);

    expect(await list.getByText(/^as of/).isVisible()).toBe(true);
    const look = await listedValue().evaluate((element) => getComputedStyle(element).filter);
    expect(look).toBe('grayscale(1)');
    expect(await device.getByRole('button', { name: 'Register this device' }).isDisabled()).toBe(true);
    expect(await problemsInBothThemes(list)).toEqual([]);
    expect(await problemsInBothThemes(device)).toEqual([]);
    expect(await navigationOnAPhone()).toEqual({ linesOfLinks: [1, 1], scrollsBy: 0 });
  });

  it('leaves no hole and no double behind', async () => {
    const before = await shown(device);
    proxy.cut();
    await Promise.all([banner(list).waitFor(), banner(device).waitFor()]);
    for (let times = 0; times < 20; times += 1) await publish();
    await isStored(count);
    expect(await shown(device)).toEqual(before);

    proxy.mend();
    // The device goes on while the pages come back, one after the other.
    const back = Promise.all([isLive(list), isLive(device)]).then(() => true);
    await eventually(
      'both pages are live',
      async () => {
        await isStored(await publish());
        return Promise.race([back, false]);
      },
      15_000,
    );
    const last = await publish();
    await isStored(last);

    await list.getByRole('list', { name: 'Devices' }).getByText(String(last), { exact: true }).waitFor();
    const all = await stored();
    expect(all).toHaveLength(count);
    await expect.poll(async () => (await shown(device)).slice(0, 200), { timeout: 10_000 }).toEqual(all.slice(0, 200));
    await banner(list).waitFor({ state: 'detached' });
    await isLive(list);
    await expect.poll(() => listedValue().evaluate((element) => getComputedStyle(element).filter)).toBe('none');
  });
});

it('tells a computer that is offline from a server that is away', async () => {
  await context.setOffline(true);
  try {
    await banner(list).filter({ hasText: 'This computer is offline.' }).waitFor();
  } finally {
    await context.setOffline(false);
  }
  await Promise.all([isLive(list), isLive(device)]);
});

it('lives on through a restart of the server, without a reload', async () => {
  await device.evaluate(() => Reflect.set(globalThis, 'notReloaded', true));
  cloud = await cloud.restart();
  client = await connectDevice(cloud, NAME);
  const last = await publish();

  await list.getByRole('list', { name: 'Devices' }).getByText(String(last), { exact: true }).waitFor();
  await expect.poll(async () => (await shown(device))[0], { timeout: 15_000 }).toBe(last);
  await Promise.all([isLive(list), isLive(device)]);
  const next = await publish();
  await expect.poll(async () => (await shown(device))[0], { timeout: 5_000 }).toBe(next);
  expect(await device.evaluate(() => Reflect.get(globalThis, 'notReloaded'))).toBe(true);
});

describe('a reading that comes late', () => {
  it('takes its place in the middle at once when the feed brings it', async () => {
    const late = await publish(Date.now() - 30 * 60_000);
    await isStored(late);
    const all = await stored();
    expect(all.at(-1)).toBe(late);
    await expect.poll(() => device.getByRole('caption').innerText()).toBe(`${all.length} readings`);
    expect(await shown(device)).toEqual(all);
  });

  it('is found by the next fetch when the feed did not', async () => {
    const page = await context.newPage();
    await page.clock.install();
    problems.push(recordProblems(page));
    await openTable(page);
    const [newest] = (await rowsOf(cloud, 'TelemetrySample')).sort((a, b) =>
      String(a.sampleId) < String(b.sampleId) ? 1 : -1,
    );
    const before = await shown(page);
    const table = cloud.assembly
      .ofType('Custom::AmplifyDynamoDBTable')
      .map(({ properties }) => String(properties.tableName))
      .find((name) => name.startsWith('TelemetrySample-'));
    const dynamo = cloud.dynamodb.localClient();
    const observedAt = Number(newest?.observedAt) - 1;
    const sampleId = String(newest?.sampleId).replace(String(newest?.observedAt), String(observedAt));
    await dynamo.send(
      new PutCommand({ TableName: table, Item: { ...newest, observedAt, sampleId, metrics: { count: 0.5 } } }),
    );
    dynamo.destroy();
    expect(await shown(page)).toEqual(before);

    await page.clock.runFor(61_000);
    await expect.poll(async () => (await shown(page))[1], { timeout: 10_000 }).toBe(0.5);
    await page.close();
  });
});

describe('a session', () => {
  it('that ended in another tab ends here, in words', async () => {
    const opened = await signedInPage(browser, cloud.appUrl, account('viewer'));
    problems.push(opened.problems);
    const other = await opened.context.newPage();
    await other.goto(cloud.appUrl);
    await isLive(other);
    await opened.page.getByRole('button', { name: 'Account and settings' }).click();
    await opened.page.getByRole('button', { name: 'Sign out' }).click();
    await opened.page.getByLabel('E-mail').waitFor();
    await other.getByText('Your session has ended.').waitFor();
    expect(await problemsInBothThemes(other)).toEqual([]);
    await opened.context.close();
  });

  it('that was taken away ends on the sign-in page, and goes on where it was', async () => {
    const viewer = account('viewer');
    const { page, context: own, problems: found } = await signedInPage(browser, cloud.appUrl, viewer);
    problems.push(found);
    const tab = await own.newPage();
    await tab.clock.install();
    await tab.goto(cloud.appUrl + DEVICE_PATH);
    await isLive(tab);
    await setEnabled(viewer.email, false);

    // By this tab's clock its tokens expire.
    await tab.clock.fastForward(3_700_000);
    await tab.getByText('Your session has ended.').waitFor();
    await setEnabled(viewer.email, true);
    await signIn(tab, viewer);
    await tab.getByRole('heading', { name: NAME }).waitFor();
    expect(tab.url()).toBe(cloud.appUrl + DEVICE_PATH);
    await page.close();
  });
});

async function setEnabled(email: string, enabled: boolean): Promise<void> {
  const admin = await tokenOf(cloud, 'admin');
  const listed = await graphql(cloud, admin, '{ listPeople { people { username email } } }');
  expect(listed.errors).toBeUndefined();
  const found = listed.data?.listPeople as { people: { username: string; email: string }[] } | undefined;
  const username = found?.people.find((person) => person.email === email)?.username;
  const answer = await graphql(
    cloud,
    admin,
    'mutation ($username: String!, $enabled: Boolean!) { setPersonEnabled(username: $username, enabled: $enabled) { enabled } }',
    { username, enabled },
  );
  expect(answer.errors).toBeUndefined();
}

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems.flat()).toEqual([]);
});
