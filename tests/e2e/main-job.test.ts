// The main job, which nothing may fake: a device publishes with its certificate, and a signed-in person sees it.
import { randomInt } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, connectDevice, deactivate, mosquittoPublish } from '../device';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { accessibilityProblems } from './accessibility';
import { launchBrowser, signedInPage } from './browser';

const NAME = 'kitchen-sensor';

let cloud: TestCloud;
let browser: Browser;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const viewer = cloud.people.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  ({ page, problems } = await signedInPage(browser, cloud.appUrl, viewer));
});

afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

// Two decimals are shown as they are; four digits before them would be rounded.
const randomValue = () => randomInt(10_000, 99_999) / 100;
const shown = (value: number) => String(value);
const stored = async (value: number) =>
  (await rowsOf(cloud, 'TelemetrySample')).filter(
    (row) => (row.metrics as Record<string, unknown>).temperature === value,
  );

describe('a reading travels from a device to the screen', () => {
  const first = randomValue();
  const second = randomValue();

  it('shows how to add a device while there is none', async () => {
    await page.getByRole('heading', { name: 'Add your first device' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('appears in the browser within two seconds, and in the store', async () => {
    await addDevice(cloud, NAME);
    expect(await page.locator('body').innerText()).not.toContain(shown(first));
    expect(await stored(first)).toEqual([]);

    const publishedAt = performance.now();
    const { code, output } = await mosquittoPublish(cloud, NAME, JSON.stringify({ temperature: first }));
    expect(output).toBe('');
    expect(code).toBe(0);
    await page.getByText(shown(first)).first().waitFor({ timeout: 5_000 });
    const visibleAfterMs = performance.now() - publishedAt;

    expect(visibleAfterMs).toBeLessThan(2_000);
    expect(await stored(first)).toHaveLength(1);
    expect(await page.getByText('Unregistered').count()).toBeGreaterThan(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is on the device’s own page, by deep link and after a reload', async () => {
    await page.goto(`${cloud.appUrl}/devices/${NAME}`);
    await page.getByText(shown(first)).first().waitFor();
    await page.reload();
    await page.getByText(shown(first)).first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  it('is refused once the certificate is inactive, and the live connection is dropped', async () => {
    const client = await connectDevice(cloud, NAME);
    await eventually('the page says online', () => page.getByText('Online').first().isVisible());
    const dropped = new Promise<void>((resolve) => client.once('close', () => resolve()));

    await deactivate(cloud, NAME);
    await dropped;
    const { code } = await mosquittoPublish(cloud, NAME, JSON.stringify({ temperature: second }));

    expect(code).not.toBe(0);
    await eventually('the page says offline', () => page.getByText('Offline').first().isVisible());
    expect(await page.locator('body').innerText()).not.toContain(shown(second));
    expect(await stored(second)).toEqual([]);
  });

  it('broke no Content-Security-Policy and raised no error (fact 24)', () => {
    expect(problems).toEqual([]);
  });
});
