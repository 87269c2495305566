// `npm run screenshots [-- --all]`: looks at every page as a picture, with the simulated fleet. The README's pictures go to
// docs/screenshots; with --all every page, width and theme goes to .cache/screenshots, to be looked at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startFleetProcess } from '../local/cli/fleet-process';
import { readSettings } from '../local/settings/settings';
import { launchBrowser, signedInPage } from './e2e/browser';
import { rowsOf } from './store';
import { eventually, ROOT, startTestCloud, type TestCloud } from './test-cloud';

const PAGES = {
  fleet: '/',
  'fleet-grid': '/?view=grid',
  'fleet-map': '/?view=map',
  'fleet-filtered': '/?site=Farm&metric=temperature&above=8&sort=metric:temperature',
  device: '/devices/esp32-greenhouse?window=1h',
  'device-states': '/devices/door-main-entrance?window=1h',
  health: '/health',
  people: '/settings/people',
  discord: '/settings/discord',
  'no-device': '/devices/nothing-of-this-name',
  'not-found': '/nowhere',
} as const;
const WIDTHS = { phone: [390, 844], laptop: [1440, 900], wide: [1920, 1080] } as const;
const THEMES = ['light', 'dark'] as const;
const README: readonly string[] = [
  'fleet-laptop-light',
  'device-laptop-dark',
  'fleet-map-laptop-light',
  'fleet-phone-dark',
  'device-phone-dark',
];

const everything = process.argv.includes('--all');
const directory = join(ROOT, everything ? '.cache/screenshots' : 'docs/screenshots');
mkdirSync(directory, { recursive: true });

/** Who is not signed in sees a page of its own. */
async function takeSignIn(cloud: TestCloud, browser: Browser): Promise<void> {
  for (const [widthName, [width, height]] of Object.entries(WIDTHS)) {
    for (const theme of THEMES) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
      const page = await context.newPage();
      await page.goto(cloud.appUrl);
      await page.locator('input[name=password]').waitFor();
      await page.screenshot({ path: join(directory, `sign-in-${widthName}-${theme}.png`) });
      await context.close();
    }
  }
}

async function takeAll(cloud: TestCloud, browser: Browser): Promise<void> {
  const admin = cloud.people.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('There is no admin.');
  for (const [widthName, [width, height]] of Object.entries(WIDTHS)) {
    for (const theme of THEMES) {
      const names = Object.keys(PAGES).map((page) => `${page}-${widthName}-${theme}`);
      if (!everything && !names.some((name) => README.includes(name))) continue;
      const { context, page } = await signedInPage(browser, cloud.appUrl, admin, { width, height, colorScheme: theme });
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const [name, path] of Object.entries(PAGES)) {
        const file = `${name}-${widthName}-${theme}`;
        if (!everything && !README.includes(file)) continue;
        await page.goto(cloud.appUrl + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        // The page has what it shows once nothing is loading any more and a chart's first frame is drawn.
        await page.waitForFunction(() => document.querySelector('[aria-busy=true], .skeleton') === null);
        await page.waitForTimeout(2_000);
        await page.screenshot({ path: join(directory, `${file}.png`) });
        console.log(`${file}.png`);
      }
      await context.close();
    }
  }
}

const cloud = await startTestCloud({ app: true });
const browser = await launchBrowser();
const fleet = startFleetProcess({ rootDirectory: ROOT, settings: readSettings(['--data', cloud.dataDirectory], {}) });
try {
  await eventually(
    'the fleet’s history is stored',
    async () => (await rowsOf(cloud, 'TelemetrySample')).length > 5_000,
    120_000,
  );
  // A little live data after the history.
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  if (everything) await takeSignIn(cloud, browser);
  await takeAll(cloud, browser);
} finally {
  await browser.close();
  await fleet.stop();
  await cloud.stop();
}
