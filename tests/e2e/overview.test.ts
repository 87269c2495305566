// The first screen: is anything wrong, what, since when, where; and every view of it as a link, with the keyboard, and on
// a phone.
import type { MqttClient } from 'mqtt';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countKey } from '../../domain/presence/presence-count';
import { addDevice, connectDevice } from '../device';
import { fillFleet } from '../fill-fleet';
import { graphql, tokenOf } from '../people';
import { putRow } from '../store';
import { startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, signedInPage } from './browser';
import { hasFocus, isFocusVisible, tabTo } from './keyboard';

const DEVICES = [
  { thingName: 'freezer', name: 'Cold store', site: 'Harbour', type: 'fridge', tags: ['food'], latitude: 53.54 },
  { thingName: 'spare', name: 'Spare sensor', site: 'Harbour', type: 'sensor', tags: [], latitude: 53.54 },
  { thingName: 'roof', name: 'Roof sensor', site: 'Office', type: 'sensor', tags: ['outdoor'], latitude: 48.1 },
];

let cloud: TestCloud;
let browser: Browser;
let page: Page;
let problems: string[];
const hosts = new Set<string>();
const clients = new Map<string, MqttClient>();

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  await Promise.all(DEVICES.map(({ thingName }) => addDevice(cloud, thingName)));
  await fillFleet(
    cloud,
    DEVICES.map(({ latitude, ...device }) => ({
      device: { ...device, lifecycle: 'active', location: { latitude, longitude: 9.97, label: null } },
    })),
  );
  for (const { thingName } of DEVICES) clients.set(thingName, await connectDevice(cloud, thingName));
  await publish('freezer', { temperature: 4.5, batteryPercent: 80 });
  await publish('roof', { temperature: 21 });
  const viewer = cloud.people.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  ({ page, problems } = await signedInPage(browser, cloud.appUrl, viewer));
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
});

afterAll(async () => {
  for (const client of clients.values()) client.end(true);
  await browser?.close();
  await cloud?.stop();
});

async function publish(name: string, payload: object | string): Promise<void> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await clients.get(name)?.publishAsync(`${name}/telemetry`, text, { qos: 1 });
}

const wrong = (name: string): Locator =>
  page
    .getByRole('list', { name: 'Needs attention' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const devices = (): Locator => page.getByRole('list', { name: 'Devices', exact: true }).getByRole('listitem');
const calm = (sentence: string): Locator => page.getByRole('heading', { name: sentence });

describe('what needs attention', () => {
  it('is nothing, and the page says so calmly', async () => {
    await calm('All 3 devices are fine').waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('is a device that is gone: what, since when, and where', async () => {
    clients.get('freezer')?.end(true);
    await wrong('Cold store').getByText('Offline').waitFor();
    const text = await wrong('Cold store').innerText();
    expect(text).toContain('the connection broke');
    expect(text).toMatch(/since \d\d:\d\d/);
    expect(text).toContain('Harbour');
    expect(await wrong('Cold store').getByRole('link').getAttribute('href')).toBe('/devices/freezer');
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('is not a device in maintenance', async () => {
    const answer = await graphql(
      cloud,
      await tokenOf(cloud, 'operator'),
      `mutation Rest($input: UpdateDeviceInput!) { updateDevice(input: $input) {
        thingName name type model manufacturer firmwareVersion serialNumber site tags capabilities lifecycle
        expectedIntervalMs simulated location { latitude longitude label } createdAt updatedAt } }`,
      { input: { thingName: 'spare', lifecycle: 'maintenance' } },
    );
    expect(answer.errors).toBeUndefined();
    clients.get('spare')?.end(true);
    await page.getByRole('button', { name: /^Offline 2$/ }).waitFor();
    await wrong('Cold store').waitFor();
    expect(await wrong('Spare sensor').count()).toBe(0);
    await page.getByRole('region', { name: 'Needs attention' }).getByText('1 not in service').waitFor();
  });

  it('is what was rejected in the last hour, also for who comes later', async () => {
    await publish('roof', 'no JSON');
    await wrong('Roof sensor').getByText('1 payload rejected').waitFor();
    await page.reload();
    await wrong('Roof sensor').getByText('1 payload rejected').waitFor();
  });

  it('ends with what was wrong', async () => {
    clients.set('freezer', await connectDevice(cloud, 'freezer'));
    await wrong('Cold store').waitFor({ state: 'detached' });
    expect(await wrong('Roof sensor').count()).toBe(1);
  });

  it('is a low battery, with its charge and when it was measured', async () => {
    await publish('freezer', { temperature: 4.5, batteryPercent: 7 });
    await wrong('Cold store')
      .getByText(/Battery critical, 7\s%/)
      .waitFor();
    expect(await wrong('Cold store').innerText()).toMatch(/measured/);
  });
});

describe('a view', () => {
  it('is its address: whoever opens it sees the same', async () => {
    await page.goto(`${cloud.appUrl}/?view=grid&site=Harbour&sort=presence`);
    await devices().nth(1).waitFor();
    expect(await devices().getByRole('link').allInnerTexts()).toEqual(['Spare sensor', 'Cold store']);
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: /^Filters/ }).click();
    await page.getByLabel('Metric').selectOption('temperature');
    await page.getByLabel('Above').fill('8,5');
    await page.getByRole('heading', { name: 'No device matches' }).waitFor();
    expect(new URL(page.url()).search).toBe('?view=grid&site=Harbour&metric=temperature&above=8.5&sort=presence');
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await devices().nth(2).waitFor();
    expect(new URL(page.url()).search).toBe('?view=grid&sort=presence');
  });

  it('can be turned around, and starts with the metric that it is about', async () => {
    await page.goto(cloud.appUrl);
    await page.getByLabel('Sort by').selectOption('metric:temperature');
    await page.waitForURL('**/?sort=metric%3Atemperature');
    await page.getByRole('button', { name: /highest first/ }).click();
    await page.waitForURL('**/?sort=metric%3Atemperature&order=asc');
    await page.waitForFunction((names) => {
      const links = document.querySelectorAll('ul[aria-label=Devices] a');
      return [...links].map((link) => link.textContent).join() === names;
    }, ['Cold store', 'Roof sensor', 'Spare sensor'].join());
  });

  it('of the map is reached by the keyboard, and says everything beside it', async () => {
    await page.goto(`${cloud.appUrl}/?view=map`);
    const harbour = page.getByRole('group', { name: /^Map/ }).getByRole('button', { name: /^Harbour: 2 devices/ });
    await harbour.waitFor();
    await page.locator('path.map-land').first().waitFor({ state: 'attached' });
    expect(await problemsInBothThemes(page)).toEqual([]);
    await tabTo(page, harbour);
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { name: /^Harbour: 2 devices/ });
    await heading.waitFor();
    expect(await hasFocus(heading)).toBe(true);
    const here = page.getByRole('list', { name: 'Devices here' });
    await tabTo(page, here.getByRole('link', { name: 'Cold store' }));
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'All places' }).click();
    const places = page.getByRole('list', { name: 'Places in view' }).getByRole('listitem');
    await places.filter({ hasText: 'Office: 1 device, online' }).waitFor();
  });

  it('asks nobody but its own cloud, also for the map', () => {
    expect([...hosts]).toEqual(['127.0.0.1']);
  });
});

it('shows what is wrong first on a phone, and fits it', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/', '/?view=grid', '/?view=map', '/?site=Harbour&metric=temperature&above=1']) {
    await page.goto(cloud.appUrl + path);
    await wrong('Cold store').waitFor();
    const box = await wrong('Cold store').boundingBox();
    expect((box?.y ?? 844) + (box?.height ?? 0), path).toBeLessThan(844);
    await page.waitForFunction(() => document.querySelector('.skeleton') === null);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, path).toBe(window);
    expect(await problemsInBothThemes(page), path).toEqual([]);
  }
});

describe('the counts by presence', () => {
  it('have their last 24 hours beside them', async () => {
    for (const [minutesAgo, online] of [
      [10, 3],
      [5, 1],
    ] as const) {
      const at = Date.now() - minutesAgo * 60_000;
      const counts = { online, offline: 3 - online, stale: 0, unknown: 0 };
      await putRow(cloud, 'PresenceCount', { ...countKey(at), at, ...counts, expiresAt: at / 1000 + 86_400 });
    }
    await page.reload();
    await page.getByRole('button', { name: /^Online \d+\s*, in the last 24 hours 1 to 3$/ }).waitFor();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems).toEqual([]);
});

it('was what production serves, although a test had it built', async () => {
  const [script] = (await (await fetch(cloud.appUrl)).text()).match(/\/assets\/index-[^"]+\.js/) ?? [];
  const text = await (await fetch(`${cloud.appUrl}${script}`)).text();
  // React's development build has the messages themselves.
  expect(text.includes('react.dev/errors/')).toBe(true);
});
