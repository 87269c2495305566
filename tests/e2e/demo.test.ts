// The first minutes of a visitor: the simulated fleet lives, is told from real devices, and can be taken away together.
import { ListThingsCommand } from '@aws-sdk/client-iot';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFleetProcess } from '../../local/cli/fleet-process';
import { DEMO_DEVICES } from '../../local/fleet/demo-devices';
import { readSettings } from '../../local/settings/settings';
import { iotClient } from '../device';
import { rowsOf } from '../store';
import { eventually, ROOT, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, recordProblems, signedInPage } from './browser';
import { hasFocus, isFocusVisible, tabTo } from './keyboard';

const NAMES = DEMO_DEVICES.flatMap(({ rows }) => rows.map(({ name }) => name ?? ''));
// A minute is promised on an idle machine.
const SOON = { timeout: 100_000 };

let cloud: TestCloud;
let browser: Browser;
let fleet: { stop(): Promise<void> };
let list: Page;
let workshop: Page;
const problems: string[][] = [];

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const admin = cloud.people.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('There is no admin.');
  // High enough for the whole fleet: a list renders only what is in view.
  const opened = await signedInPage(browser, cloud.appUrl, admin, { height: 1400 });
  list = opened.page;
  workshop = await opened.context.newPage();
  problems.push(opened.problems, recordProblems(workshop));
  await workshop.goto(`${cloud.appUrl}/devices/esp32-workshop`);
  fleet = startFleetProcess({ rootDirectory: ROOT, settings: readSettings(['--data', cloud.dataDirectory], {}) });
});

afterAll(async () => {
  await browser?.close();
  await fleet?.stop();
  await cloud?.stop();
});

const rows = (): Locator => list.getByRole('list', { name: 'Devices' }).getByRole('listitem');
const row = (name: string): Locator => rows().filter({ has: list.getByRole('link', { name, exact: true }) });

describe('the first minute', () => {
  it('shows every device by its name, and that it is simulated, long before a page asks again', async () => {
    await rows().first().waitFor(SOON);
    for (const name of NAMES) await row(name).getByText('Simulated').waitFor({ timeout: 40_000 });
    expect(await rows().count()).toBe(NAMES.length);
  });

  it('never says on its way that nothing matches', async () => {
    await row('Server room').waitFor(SOON);
    const fresh = await list.context().newPage();
    // As a text: what the test's compiler adds to a function does not exist in the page.
    await fresh.addInitScript(`new MutationObserver(() => {
      for (const heading of document.querySelectorAll('h1, h2')) (globalThis.headings ??= new Set()).add(heading.textContent);
    }).observe(document, { subtree: true, childList: true })`);
    await fresh.goto(cloud.appUrl);
    const inList = fresh.getByRole('list', { name: 'Devices' });
    await inList.getByRole('link', { name: 'Server room', exact: true }).waitFor(SOON);
    const headings = await fresh.evaluate<string[]>('[...globalThis.headings]');
    expect(headings).toContain('Fleet');
    expect(headings.filter((heading) => /No device|Add your first|All 0/.test(heading))).toEqual([]);
    await fresh.close();
  });

  it('shows values that move', async () => {
    const reading = () =>
      row('Server room')
        .getByText(/^-?[\d.]+\s?°C$/)
        .first()
        .innerText();
    await row('Server room')
      .getByText(/^-?[\d.]+\s?°C$/)
      .first()
      .waitFor(SOON);
    const first = await reading();
    await eventually('another temperature', async () => (await reading()) !== first, SOON.timeout);
  });

  it('shows a battery that is low', async () => {
    await row('Loading dock')
      .getByText(/Battery (low|critical)/)
      .waitFor({ ...SOON, state: 'attached' });
  });

  it('shows a payload that was rejected, with its reason', async () => {
    const events = workshop.getByRole('region', { name: 'Recent events' }).getByRole('listitem');
    await events.filter({ hasText: /rejected.*JSON/s }).waitFor(SOON);
  });

  it('shows a device go and return', async () => {
    await row('Main entrance').getByText('Offline').waitFor(SOON);
    await row('Main entrance').getByText('Online').waitFor(SOON);
  });

  it('leads from a device to its place on the map', async () => {
    const about = workshop.getByRole('region', { name: 'About this device' });
    await about.getByRole('link', { name: /^Show on the map: -?\d+\.\d{5}, -?\d+\.\d{5}$/ }).click();
    await workshop.waitForURL((url) => url.search === '?view=map&q=esp32-workshop');
    await workshop.getByText('1 of 10 devices').waitFor();
    await workshop.goBack();
    await about.getByRole('button', { name: 'Copy the thing name' }).waitFor();
  });

  it('can be read by everybody', async () => {
    expect(await problemsInBothThemes(list)).toEqual([]);
    expect(await problemsInBothThemes(workshop)).toEqual([]);
  });
});

describe('taking the fleet away', () => {
  const button = () => list.getByRole('button', { name: 'Remove simulated devices' });
  const dialog = () => list.getByRole('dialog', { name: 'Remove the simulated devices?' });

  it('is asked about first, and called off with Escape', async () => {
    await tabTo(list, button());
    expect(await isFocusVisible(list)).toBe(true);
    await list.keyboard.press('Enter');
    await dialog().getByText(`${NAMES.length} devices`).waitFor();
    expect(await problemsInBothThemes(list)).toEqual([]);
    await list.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await hasFocus(button())).toBe(true);
    expect(await rows().count()).toBe(NAMES.length);
  });

  it('leaves the page as it is without devices', async () => {
    await list.keyboard.press('Enter');
    await tabTo(list, dialog().getByRole('button', { name: 'Remove', exact: true }));
    await list.keyboard.press('Enter');
    await list.getByRole('heading', { name: 'Add your first device' }).waitFor({ timeout: 60_000 });
    expect(await dialog().count()).toBe(0);
  });

  it('leaves nothing in tables and registry, and nobody comes back', async () => {
    const iot = iotClient(cloud);
    const { things } = await iot.send(new ListThingsCommand({}));
    iot.destroy();
    expect(things).toEqual([]);
    // The fleet's process is still there and has tried to come back; nothing of it may be.
    await fleet.stop();
    for (const model of ['Device', 'DeviceLatest', 'DevicePresence']) {
      expect(await rowsOf(cloud, model), model).toEqual([]);
    }
    await list.reload();
    await list.getByRole('heading', { name: 'Add your first device' }).waitFor();
    await workshop.reload();
    await workshop.getByRole('heading', { name: 'No such device' }).waitFor();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems.flat()).toEqual([]);
});
