// The whole app with the keyboard alone, without motion for who wants none, and on a phone without sideways scrolling.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDevice, mosquittoPublish } from '../device';
import { startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, recordProblems, signedInPage } from './browser';
import { hasFocus, isFocusVisible, tabTo } from './keyboard';

const NAME = 'esp32-with-a-name-that-is-much-longer-than-a-phone-is-wide-0123456789';

let cloud: TestCloud;
let browser: Browser;
let page: Page;
let problems: string[];
let admin: { email: string; password: string };

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const person = cloud.people.find(({ role }) => role === 'admin');
  if (!person) throw new Error('There is no admin.');
  admin = person;
  await addDevice(cloud, NAME);
  const reading = {
    temperature: 21.5,
    firmware: 'v1.2.3-with-a-very-long-name-that-goes-on-and-on-0123456789',
    open: true,
  };
  expect((await mosquittoPublish(cloud, NAME, JSON.stringify(reading))).code).toBe(0);
  expect((await mosquittoPublish(cloud, NAME, 'no JSON')).code).toBe(0);
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  problems = recordProblems(page);
});

afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

/** The device in the list; what needs attention links to it, too. */
const rowLink = (on: Page) => on.getByRole('list', { name: 'Devices' }).getByRole('link', { name: NAME });

describe('with the keyboard alone', () => {
  it('one signs in', async () => {
    await page.goto(cloud.appUrl);
    await page.getByLabel('E-mail').waitFor();
    await tabTo(page, page.getByLabel('E-mail'));
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.type(admin.email);
    await tabTo(page, page.getByLabel('Password', { exact: true }));
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.type(admin.password);
    await tabTo(page, page.getByRole('button', { name: 'Sign in' }));
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('Enter');
    await rowLink(page).waitFor();
  });

  it('one skips the navigation', async () => {
    await page.reload();
    await rowLink(page).waitFor();
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await page.keyboard.press('Tab');
    expect(await hasFocus(skip)).toBe(true);
    expect(await skip.evaluate((element) => element.getBoundingClientRect().width)).toBeGreaterThan(100);
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.getByRole('main').evaluate((main) => main.contains(document.activeElement))).toBe(true);
  });

  it('one sees the focus wherever it goes', async () => {
    await page.reload();
    await rowLink(page).waitFor();
    const last = rowLink(page);
    do {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
      expect(await isFocusVisible(page), focused).toBe(true);
    } while (!(await hasFocus(last)));
  });

  it('one opens a device, its table, and comes back', async () => {
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: NAME }).waitFor();
    const table = page.getByRole('button', { name: 'temperature as a table' });
    await table.waitFor();
    await tabTo(page, page.getByRole('radio', { name: '5 min', exact: true }));
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL('**/*?window=15m');
    await tabTo(page, table);
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: '21.5' }).waitFor();
    await tabTo(page, page.getByRole('region', { name: 'temperature, table' }));
    expect(await isFocusVisible(page)).toBe(true);
    expect(await problemsInBothThemes(page)).toEqual([]);

    await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Fleet' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await rowLink(page).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('one closes the account’s panel with Escape', async () => {
    const account = page.getByRole('button', { name: 'Account and settings' });
    const panel = page.getByRole('region', { name: 'Account and settings' });
    await page.reload();
    await rowLink(page).waitFor();
    await tabTo(page, account);
    await page.keyboard.press('Enter');
    await panel.waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await tabTo(page, panel.getByRole('radio', { name: 'System' }));
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await hasFocus(account)).toBe(true);
  });

  it('one stays in a question until it is answered, and Escape means no', async () => {
    await page.goto(`${cloud.appUrl}/settings/people`);
    const disable = page
      .getByRole('listitem')
      .filter({ hasText: 'viewer@demo.test' })
      .getByRole('button', { name: 'Disable' });
    await disable.waitFor();
    await tabTo(page, disable);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Disable viewer@demo.test?' });
    await dialog.waitFor();
    for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      // The browser's own controls may have a turn; the page behind may not.
      const behind = await dialog.evaluate(
        (element) => document.activeElement !== document.body && !element.contains(document.activeElement),
      );
      expect(behind).toBe(false);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await hasFocus(disable)).toBe(true);
  });
});

it('moves nothing for who wants no motion', async () => {
  const { page: calm, context, problems: found } = await signedInPage(browser, cloud.appUrl, admin);
  await calm.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of ['/', `/devices/${NAME}`, '/settings/people']) {
    await calm.goto(cloud.appUrl + path);
    await calm.getByRole('heading', { level: 1 }).waitFor();
    const moving = await calm.evaluate(
      () =>
        document.getAnimations().filter(({ effect }) => {
          const { duration, iterations } = effect?.getComputedTiming() ?? {};
          return Number(duration) * Number(iterations) > 10;
        }).length,
    );
    expect(moving, path).toBe(0);
    const longest = await calm.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('*')].map((element) =>
          Number.parseFloat(getComputedStyle(element).transitionDuration),
        ),
      ),
    );
    expect(longest, path).toBeLessThanOrEqual(0.01);
  }
  expect(found).toEqual([]);
  await context.close();
});

it('fits a phone 390 pixels wide on every page', async () => {
  const fits = async (phone: Page) => {
    const [content, window] = await phone.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, phone.url()).toBe(window);
  };
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  context.setDefaultTimeout(15_000);
  const entrance = await context.newPage();
  await entrance.goto(cloud.appUrl);
  await entrance.getByLabel('E-mail').waitFor();
  await fits(entrance);
  await entrance.getByRole('tab', { name: 'Create account' }).click();
  await fits(entrance);
  await context.close();

  const { page: phone, problems: found } = await signedInPage(browser, cloud.appUrl, admin, {
    width: 390,
    height: 844,
  });
  await rowLink(phone).waitFor();
  await fits(phone);
  expect(await problemsInBothThemes(phone)).toEqual([]);
  for (const path of [`/devices/${NAME}`, '/settings/people', '/?q=nothing', '/devices/nobody', '/nowhere']) {
    await phone.goto(cloud.appUrl + path);
    await phone.getByRole('heading', { level: 1 }).first().waitFor();
    await phone.waitForFunction(() => document.querySelector('.skeleton') === null);
    await fits(phone);
    expect(await problemsInBothThemes(phone), path).toEqual([]);
  }
  expect(found).toEqual([]);
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems).toEqual([]);
});
