// Ten thousand devices whose names mean harm: everything is there, nothing runs, and the page holds only what is in view.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledDevice, fillFleet } from '../fill-fleet';
import { startTestCloud, type TestCloud } from '../test-cloud';
import { accessibilityProblems } from './accessibility';
import { launchBrowser, signedInPage } from './browser';

const DEVICES = 10_000;
// What is in view at 1280 x 800, twice over.
const MOST_ITEMS = 60;

const HOSTILE = [
  (n: number) => `<script>window.hacked=${n + 1}</script>`,
  (n: number) => `"><img src=x onerror="window.hacked=${n + 1}">`,
  (n: number) => `\u202Egnp.${n} \u202Dخزان المياه ${n}`,
  (n: number) => `${'long name '.repeat(20)}${n}`.slice(-200),
  (n: number) => `🌡️👩‍🚒🏴‍☠️ ${n}`,
  (n: number) => `__proto__ ${n}`,
  (n: number) => `Z${'\u0351\u0348\u0329'.repeat(40)} ${n}`,
  (n: number) => `\u200B\u2028{{${n}}} \${constructor} %s`,
  (n: number) => `'; DROP TABLE devices; -- ${n}`,
  (n: number) => `unbroken${'x'.repeat(180)}${n}`,
];

function hostileDevice(index: number, nowMs: number): FilledDevice {
  const thingName = `hostile-${String(index).padStart(5, '0')}`;
  const name = HOSTILE[index % HOSTILE.length]?.(index) ?? '';
  const offline = index % 100 === 7;
  const recent = Array.from({ length: 10 }, (_, at) => 20 + ((index + at) % 7));
  return {
    device: {
      thingName,
      name,
      site: `<b>Site ${index % 50}</b>`,
      tags: [`<i>${index % 20}</i>`],
      location: { latitude: -60 + (index % 120), longitude: -170 + ((index * 7) % 340), label: name },
    },
    latest: {
      ...{ thingName, gateway: null, observedAt: nowMs, receivedAt: nowMs, clockRejected: false, rssiDbm: -60 },
      batteryPercent: index % 100 === 8 ? 5 : 80,
      metrics: {
        temperature: {
          value: (index * 37) % DEVICES,
          observedAt: nowMs,
          recent,
          recentAt: recent.map((_, at) => nowMs - 10_000 + at * 1000),
        },
      },
    },
    presence: {
      ...{ thingName, presence: offline ? 'offline' : 'online', since: nowMs, eventAt: nowMs, versionNumber: 1 },
      ...{ reason: offline ? 'CONNECTION_LOST' : 'connected', sessionIdentifier: `session-${index}` },
      eventType: offline ? 'disconnected' : 'connected',
    },
  };
}

let cloud: TestCloud;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const nowMs = Date.now();
  await fillFleet(
    cloud,
    Array.from({ length: DEVICES }, (_, index) => hostileDevice(index, nowMs)),
  );
  const viewer = cloud.people.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  ({ page, problems } = await signedInPage(browser, cloud.appUrl, viewer));
  page.setDefaultTimeout(30_000);
  await presence('All').filter({ hasText: '10,000' }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const devices = (): Locator => page.getByRole('list', { name: 'Devices', exact: true });
const items = (): Locator => devices().getByRole('listitem');
const presence = (label: string): Locator =>
  page.getByRole('group', { name: 'Devices by presence' }).getByRole('button', { name: label });
const show = (layout: 'List' | 'Grid' | 'Map') => page.getByText(layout, { exact: true }).click();

async function expectHarmless() {
  expect(await page.evaluate(() => Reflect.get(globalThis, 'hacked'))).toBeUndefined();
  expect(await page.locator('img[src=x], main script, main b, main i').count()).toBe(0);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBe(window);
}

describe('ten thousand hostile devices', () => {
  it('are all in the list, of which the page holds what is in view', async () => {
    // The list follows the counts within a second.
    await devices().locator('[aria-setsize="10000"]').first().waitFor();
    expect(await items().count()).toBeLessThan(MOST_ITEMS);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    await devices().locator('[aria-posinset="10000"]').waitFor();
    expect(await items().count()).toBeLessThan(MOST_ITEMS);
    await page.evaluate(() => window.scrollTo(0, 0));
    await expectHarmless();
  });

  it('are told in a few lines when many need attention', async () => {
    const attention = page.getByRole('list', { name: 'Needs attention' }).getByRole('listitem');
    await page.getByRole('region', { name: 'Needs attention' }).getByText('200', { exact: true }).waitFor();
    expect(await attention.count()).toBe(5);
    await page.getByRole('button', { name: 'Show 50' }).click();
    expect(await attention.count()).toBe(50);
    await page.getByText('and 150 more').waitFor();
    await page.getByRole('button', { name: 'Show fewer' }).click();
  });

  it('are found by every letter of their names', async () => {
    const search = page.getByRole('searchbox', { name: /^Search devices/ });
    await search.fill('window.hacked=4321');
    await devices().locator('[aria-setsize="1"]').waitFor();
    const link = items().getByRole('link');
    expect(await link.innerText()).toBe('<script>window.hacked=4321</script>');
    await search.fill('');
    await devices().locator('[aria-setsize="10000"]').first().waitFor();
  });

  it('are sorted by what they measure and filtered by its bounds, and the address says so', async () => {
    await page.goto(`${cloud.appUrl}/?metric=temperature&above=9997&sort=metric:temperature`);
    await devices().locator('[aria-setsize="2"]').first().waitFor();
    expect(await items().getByText('9,999').count()).toBe(1);
    expect(await items().first().innerText()).toContain('9,999');
    await page.getByRole('button', { name: 'Remove the filter temperature above 9997' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await devices().locator('[aria-setsize="10000"]').first().waitFor();
    expect(new URL(page.url()).search).toBe('?sort=metric%3Atemperature');
    expect(await items().first().innerText()).toContain('9,999');
  });

  it('fill the grid with what is in view, each with its line', async () => {
    await show('Grid');
    await devices().locator('svg path[d^="M0"]').first().waitFor();
    expect(await items().count()).toBeLessThan(MOST_ITEMS);
    await expectHarmless();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('lie on the map under few markers, and beside it in words', async () => {
    await show('Map');
    const places = page.getByRole('list', { name: 'Places in view' });
    await places.getByRole('listitem').first().waitFor();
    expect(await page.locator('.map-marker-place').count()).toBeLessThan(400);
    await expectHarmless();
    expect(await accessibilityProblems(page)).toEqual([]);
    await places.getByRole('button').first().click();
    await page.getByRole('list', { name: 'Devices here' }).getByRole('link').first().waitFor();
    await expectHarmless();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems).toEqual([]);
});
