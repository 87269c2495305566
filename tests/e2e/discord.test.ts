// The channel set up in the browser: webhook, test message, what is told, a muted device, the log, a dead letter.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { happen, lifecycleEvent } from '../lifecycle';
import { putRow } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, signedInPage } from './browser';

const FRIDGE = { thingName: 'fridge', name: 'Cold store', site: 'North', lifecycle: 'active' };

let cloud: TestCloud;
let browser: Browser;
let admin: { page: Page; problems: string[] };

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const account = cloud.people.find(({ role }) => role === 'admin');
  if (!account) throw new Error('There is no admin.');
  await putRow(cloud, 'Device', FRIDGE);
  admin = await signedInPage(browser, cloud.appUrl, account);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

it('is not configured at first, and refuses what is no webhook', async () => {
  const { page } = admin;
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('link', { name: 'Discord' }).click();
  await page.getByText('not configured', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Send a test message' }).isDisabled()).toBe(true);
  expect(await problemsInBothThemes(page)).toEqual([]);
  await page.getByLabel('Webhook address').fill('https://example.test/hook');
  await page.getByRole('button', { name: 'Set webhook' }).click();
  await page.getByRole('alert').filter({ hasText: 'no webhook of Discord' }).waitFor();
});

it('takes the address that the local channel shows, and a test arrives there and in the log', async () => {
  const { page } = admin;
  const channel = await page.context().newPage();
  await channel.goto(`${cloud.appUrl}/discord`);
  const address = (await channel.locator('.webhook code').textContent()) ?? '';
  await page.getByLabel('Webhook address').fill(address);
  await page.getByRole('button', { name: 'Set webhook' }).click();
  await page.getByText('connected', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await channel.getByRole('heading', { name: 'Fleetlight can write to this channel' }).waitFor();
  await page.getByRole('list', { name: 'Delivery log' }).getByText('delivered', { exact: true }).waitFor();
  expect(await page.content()).not.toContain(address.split('/').at(-1));
  await channel.close();
});

it('shows an outage as Discord does, with a link to the device', async () => {
  const { page } = admin;
  await happen(cloud, [lifecycleEvent('pump-1', 'disconnected', 1)]);
  const log = page.getByRole('list', { name: 'Delivery log' });
  await log.getByRole('link', { name: 'pump-1 went offline' }).waitFor({ timeout: 40_000 });
  expect(await log.getByRole('link', { name: 'pump-1 went offline' }).getAttribute('href')).toBe(
    `${cloud.appUrl}/devices/pump-1`,
  );
  expect(await problemsInBothThemes(page)).toEqual([]);
});

it('mutes a device that is found by its friendly name, and ends it', async () => {
  const { page } = admin;
  const muted = page.getByRole('region', { name: 'Muted devices' });
  await muted.getByLabel('Device').fill('cold store');
  await muted.getByText('\u2068Cold store\u2069, fridge, site \u2068North\u2069').waitFor();
  await muted.getByRole('button', { name: 'Mute', exact: true }).click();
  expect(await muted.getByRole('link', { name: 'Cold store' }).getAttribute('href')).toBe('/devices/fridge');
  await muted.getByRole('button', { name: 'Unmute Cold store' }).click();
  await muted.getByText('No device is muted.').waitFor();
});

it('tells of the sites that are ticked, and of all again', async () => {
  const { page } = admin;
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
  };
  await page.getByLabel('Only these').check();
  await page.getByRole('checkbox', { name: 'Devices without a site' }).uncheck();
  await save();
  await page.reload();
  expect(await page.getByRole('checkbox', { name: 'North' }).isChecked()).toBe(true);
  expect(await page.getByRole('checkbox', { name: 'Devices without a site' }).isChecked()).toBe(false);
  expect(await problemsInBothThemes(page)).toEqual([]);

  await putRow(cloud, 'Device', { ...FRIDGE, site: 'South' });
  await page.reload();
  const vanished = page.getByRole('checkbox', { name: 'North (no device is there now)' });
  await vanished.waitFor();
  expect(await vanished.isChecked()).toBe(true);
  expect(await page.getByRole('checkbox', { name: 'South' }).isChecked()).toBe(false);
  await page.getByLabel(/^All sites/).check();
  await save();
});

it('mutes a device on its own page, and ends it', async () => {
  const { page } = admin;
  await page.goto(`${cloud.appUrl}/devices/fridge`);
  const card = page.getByRole('region', { name: 'Discord' });
  await card.getByRole('button', { name: 'until tomorrow, 08:00' }).click();
  await card.getByText(/^Muted until \d+ \w+, 08:00/).waitFor();
  expect(await problemsInBothThemes(page)).toEqual([]);
  await card.getByRole('button', { name: 'Unmute' }).click();
  await card.getByText('Not muted').waitFor();
});

it('says since when Discord does not know the webhook', async () => {
  const { page } = admin;
  await page.goto(`${cloud.appUrl}/settings/discord`);
  await cloud.discord.deleteWebhook();
  await happen(cloud, [lifecycleEvent('pump-3', 'disconnected', 1)]);
  await page.getByText('disabled', { exact: true }).waitFor({ timeout: 40_000 });
  await page.getByText(/nothing has been told since/).waitFor();
  expect(await problemsInBothThemes(page)).toEqual([]);
  await page.goto(`${cloud.appUrl}/health`);
  await page.getByText('could not be told in Discord: Discord answered 404: Unknown Webhook (10015).').waitFor();
  await page.getByRole('button', { name: 'Re-send the message of pump-3' }).waitFor();
  await eventually('nothing went wrong', () => admin.problems.length === 0);
});
