// A device's page: stretches of time, pause, zoom, the shared crosshair, and the readings as a file.
import { readFileSync } from 'node:fs';
import type { MqttClient } from 'mqtt';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, connectDevice } from '../device';
import { startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, signedInPage } from './browser';

const NAME = 'boiler';
const HOUR_MS = 3_600_000;

let cloud: TestCloud;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let client: MqttClient;
let problems: string[];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  await addDevice(cloud, NAME);
  client = await connectDevice(cloud, NAME);
  // Two temperatures and a text over half an hour.
  for (let minute = 30; minute >= 0; minute -= 1) await publish({ flow: 60 - minute, back: 40 - minute / 2 }, minute);
  const admin = cloud.people.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('There is no admin.');
  ({ context, page, problems } = await signedInPage(browser, cloud.appUrl, admin));
  await page.goto(`${cloud.appUrl}/devices/${NAME}?window=1h`);
  await panel('flow').waitFor();
});

afterAll(async () => {
  client?.end(true);
  await browser?.close();
  await cloud?.stop();
});

async function publish(metrics: object, minutesAgo = 0): Promise<void> {
  const ts = Date.now() - minutesAgo * 60_000;
  const formula = minutesAgo === 30 ? '=1+1' : 'heating';
  await client.publishAsync(`${NAME}/telemetry`, JSON.stringify({ ts, mode: formula, ...metrics }), { qos: 1 });
}

const panel = (name: string) => page.getByRole('region', { name, exact: true });
const cursor = (name: string) => page.getByRole('slider', { name: `${name}: moment` });
const live = () => page.getByRole('button', { name: 'Pause', exact: true });

/** What a panel's button hands over. */
async function csvOf(name: string): Promise<{ fileName: string; lines: string[] }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `${name} as CSV` }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  return { fileName: download.suggestedFilename(), lines: text.split('\r\n') };
}

describe('the readings', () => {
  it('have their least and most beside them, and are a table and a file', async () => {
    await panel('flow').getByText('min 30 · max 60').waitFor();
    const { fileName, lines } = await csvOf('flow');
    expect(fileName).toMatch(/^boiler_flow_\d{8}T\d{6}Z_\d{8}T\d{6}Z\.csv$/);
    expect(lines[0]).toBe('time (UTC),time (epoch ms),device clock rejected,flow');
    expect(lines).toHaveLength(33);
    expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,\d{13},false,30$/);
  });

  it('that are texts are bands and words, and no formula in a spreadsheet', async () => {
    await panel('mode').getByRole('list', { name: 'Latest states of mode' }).getByText('heating').waitFor();
    const { lines } = await csvOf('mode');
    expect(lines[1]?.split(',').at(-1)).toBe(`"'=1+1"`);
  });
});

it('says of a reading that its device’s clock was not believed', async () => {
  await client.publishAsync(`${NAME}/telemetry`, JSON.stringify({ ts: '2099-01-01T00:00:00Z', tilt: 7 }), { qos: 1 });
  await page.getByRole('button', { name: 'tilt as a table' }).click();
  await panel('tilt')
    .getByRole('row', { name: /device clock is off.* 7$/ })
    .waitFor();
  const { lines } = await csvOf('tilt');
  expect(lines[1]).toMatch(/,true,7$/);
});

describe('the crosshair', () => {
  it('stands in every chart, and says in words what is there', async () => {
    await cursor('flow').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => cursor('flow').getAttribute('aria-valuetext')).toMatch(/: flow 30$/);
    await panel('flow').getByText('30', { exact: true }).first().waitFor();
    await panel('back').getByText('25', { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await panel('flow').getByText('60', { exact: true }).first().waitFor();
  });
});

describe('time', () => {
  it('is paused without losing a reading', async () => {
    await live().click();
    await page.getByText(/^Paused at .* Readings go on being received\.$/).waitFor();
    await publish({ flow: 75, back: 41 });
    expect(await problemsInBothThemes(page)).toEqual([]);
    expect(await panel('flow').getByText('max 75').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Resume' }).click();
    await panel('flow').getByText('min 30 · max 75').waitFor();
  });

  it('is a range in the address that can be shared', async () => {
    const from = new Date(Date.now() - HOUR_MS).toISOString();
    const to = new Date(Date.now() - 10.5 * 60_000).toISOString();
    await page.goto(`${cloud.appUrl}/devices/${NAME}?from=${from}&to=${to}`);
    await page.getByText(/^Not live: /).waitFor();
    await panel('flow').getByText('min 30 · max 49').waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await live().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('is refused in words when it ends before it begins', async () => {
    await page.goto(`${cloud.appUrl}/devices/${NAME}?from=2025-01-02T00:00Z&to=2025-01-01T00:00Z`);
    await page.getByRole('alert').filter({ hasText: 'The end of a range comes after its beginning.' }).waitFor();
    await page.goto(`${cloud.appUrl}/devices/${NAME}?window=1h`);
    await page.getByRole('button', { name: 'Range', exact: true }).click();
    await page.getByLabel('To', { exact: true }).fill('2020-01-01T00:00:00');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'The end of a range comes after its beginning.' }).waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('is zoomed by dragging over a chart', async () => {
    await page.goto(`${cloud.appUrl}/devices/${NAME}?window=1h`);
    await panel('flow').getByText('min 30').waitFor();
    const box = await cursor('flow').boundingBox();
    if (!box) throw new Error('The chart has no box.');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.6, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=.*&to=/);
    const asked = new URL(page.url()).searchParams;
    const length = Date.parse(asked.get('to') ?? '') - Date.parse(asked.get('from') ?? '');
    expect(length / HOUR_MS).toBeCloseTo(0.3, 1);
  });

  it('is zoomed with the keyboard', async () => {
    const before = new URL(page.url()).search;
    await cursor('flow').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('+');
    await page.waitForURL((url) => url.search !== before);
    await page.getByText(/^Not live: /).waitFor();
  });
});

it('shows a few equal readings on one pixel of a long window', async () => {
  await page.goto(`${cloud.appUrl}/devices/${NAME}?window=24h`);
  for (let count = 0; count < 3; count += 1) await publish({ puff: 80 });
  const canvas = panel('puff').locator('canvas');
  await canvas.waitFor();
  await page.waitForFunction(() => {
    const drawn = document.querySelector<HTMLCanvasElement>('section[aria-label="puff"] canvas');
    const { data = [] } = drawn?.getContext('2d')?.getImageData(0, 0, drawn.width, drawn.height) ?? {};
    return Array.from(data).filter((value, index) => index % 4 === 3 && value > 128).length >= 4;
  });
});

it('broke no Content-Security-Policy and raised no error', async () => {
  expect(problems).toEqual([]);
  await context.close();
});
