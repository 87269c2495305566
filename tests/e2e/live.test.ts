// What two people see of devices that come, go, measure and misbehave: one looks at the list, one at a device's page.
import type { MqttClient } from 'mqtt';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../domain/people/person';
import { addDevice, connectDevice } from '../device';
import { startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, signedInPage } from './browser';

const LAMP = 'lamp-7';
const COLONS = 'aa:bb:cc:01';
const GATEWAY = 'plant-7';
const HOSTILE = '<img src=x onerror="window.hacked=1"> 🌡️ خزان المياه';

let cloud: TestCloud;
let browser: Browser;
/** The viewer's page: the list. */
let list: Page;
/** The operator's page: a device. */
let device: Page;
const problems: string[][] = [];
const clients = new Map<string, MqttClient>();

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true }), launchBrowser()]);
  const open = async (role: Role, path: string) => {
    const person = cloud.people.find((each) => each.role === role);
    if (!person) throw new Error(`There is no ${role}.`);
    const opened = await signedInPage(browser, cloud.appUrl + path, person);
    problems.push(opened.problems);
    return opened.page;
  };
  [list, device] = await Promise.all([
    open('viewer', '/'),
    open('operator', `/devices/${LAMP}`),
    ...[LAMP, COLONS, GATEWAY].map((name) => addDevice(cloud, name)),
  ]);
});

afterAll(async () => {
  for (const client of clients.values()) client.end(true);
  await browser?.close();
  await cloud?.stop();
});

async function connect(name: string): Promise<MqttClient> {
  const client = await connectDevice(cloud, name);
  clients.set(name, client);
  return client;
}

async function publish(name: string, payload: object | string, topic = `${name}/telemetry`): Promise<void> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await clients.get(name)?.publishAsync(topic, text, { qos: 1 });
}

const rows = (): Locator => list.getByRole('list', { name: 'Devices' }).getByRole('listitem');
const row = (name: string): Locator => rows().filter({ has: list.getByRole('link', { name, exact: true }) });
const panel = (metric: string): Locator => device.getByRole('region', { name: metric, exact: true });

describe('presence', () => {
  it('turns the empty page into a list, and unknown devices into known ones', async () => {
    await list.getByRole('heading', { name: 'Add your first device' }).waitFor();
    await device.getByRole('heading', { name: 'No such device' }).waitFor();
    await Promise.all([connect(LAMP), connect(COLONS)]);
    await row(LAMP).getByText('Online').waitFor();
    await row(COLONS).getByText('Online').waitFor();
    await device.getByRole('heading', { name: LAMP }).waitFor();
    await device.getByRole('banner').getByText('Live').waitFor();
  });

  it('goes and returns on both pages while they are open', async () => {
    await clients.get(LAMP)?.endAsync();
    await row(LAMP).getByText('Offline').waitFor();
    await device.getByText('because it said goodbye').waitFor();
    expect(await row(COLONS).getByText('Online').isVisible()).toBe(true);

    await connect(LAMP);
    await row(LAMP).getByText('Online').waitFor();
    await device.getByText('Online', { exact: true }).waitFor();
    const events = device.getByRole('region', { name: 'Recent events' }).getByRole('listitem');
    await events.filter({ hasText: 'It said goodbye.' }).waitFor();
    expect(await events.filter({ hasText: /^Connected/ }).count()).toBe(2);
  });
});

describe('values', () => {
  it('move on both pages, and their age with them', async () => {
    await publish(LAMP, { temperature: 21.37 });
    await row(LAMP).getByText('21.37').waitFor();
    await panel('temperature').getByText('21.37').first().waitFor();
    await row(LAMP)
      .getByText(/^\d+ s ago$/)
      .waitFor();
    await panel('temperature')
      .getByText(/^\d+ s ago$/)
      .waitFor();

    await publish(LAMP, { temperature: 22.48 });
    await row(LAMP).getByText('22.48').waitFor();
    await row(LAMP).getByText('now', { exact: true }).waitFor();
    await panel('temperature').getByText('22.48').first().waitFor();
    await panel('temperature').getByText('now', { exact: true }).waitFor();
    expect(await row(LAMP).getByText('21.37').count()).toBe(0);
  });

  it('may be numbers, texts and flags', async () => {
    await publish(LAMP, { temperature: 23.59, mode: 'eco heat', open: true });
    await row(LAMP).getByText('eco heat').waitFor();
    await row(LAMP).getByText('yes', { exact: true }).waitFor();
    await panel('mode').getByText('eco heat').first().waitFor();

    await publish(LAMP, { open: false });
    await row(LAMP).getByText('no', { exact: true }).waitFor();
    const changes = panel('open').getByRole('list', { name: 'Latest states of open' }).getByRole('listitem');
    await changes.filter({ hasText: /^no/ }).waitFor();
    expect(await changes.count()).toBe(2);
    // A reading without the others erases nothing.
    expect(await row(LAMP).getByText('23.59').isVisible()).toBe(true);
    expect(await row(LAMP).getByText('eco heat').isVisible()).toBe(true);
    expect(await problemsInBothThemes(list)).toEqual([]);
    expect(await problemsInBothThemes(device)).toEqual([]);
  });

  it('that a device dates to 2099 are marked, and do not freeze it', async () => {
    await publish(LAMP, { ts: 4_070_908_800, temperature: 55.61 });
    await row(LAMP).getByText('55.61').waitFor();
    await row(LAMP).getByText('device clock is off').waitFor();
    await device.getByRole('main').getByText('device clock is off').waitFor();

    await publish(LAMP, { temperature: 24.62 });
    await row(LAMP).getByText('24.62').waitFor();
    await panel('temperature').getByText('24.62').first().waitFor();
    await row(LAMP).getByText('device clock is off').waitFor({ state: 'detached' });
  });

  it('that cannot be read are told with the reason', async () => {
    await publish(LAMP, '{"temperature": 2');
    const events = device.getByRole('region', { name: 'Recent events' }).getByRole('listitem');
    const rejected = events.filter({ hasText: 'Payload rejected' });
    await rejected.waitFor();
    expect(await rejected.innerText()).toMatch(/JSON/);
    expect(await row(LAMP).getByText('24.62').isVisible()).toBe(true);
  });
});

describe('the search', () => {
  it('stands in the address and survives a reload', async () => {
    const search = list.getByRole('searchbox', { name: /^Search devices/ });
    await search.fill('AA:bb');
    await row(LAMP).waitFor({ state: 'detached' });
    expect(await rows().count()).toBe(1);
    expect(new URL(list.url()).searchParams.get('q')).toBe('AA:bb');

    await list.reload();
    await row(COLONS).waitFor();
    expect(await rows().count()).toBe(1);
    expect(await search.inputValue()).toBe('AA:bb');
  });

  it('narrows by presence, and offers a way back from nothing', async () => {
    await list.goto(`${cloud.appUrl}/?q=lamp&presence=offline`);
    await list.getByRole('heading', { name: 'No device matches' }).waitFor();
    expect(await problemsInBothThemes(list)).toEqual([]);
    await list.getByRole('button', { name: 'Show all devices' }).click();
    await row(LAMP).waitFor();
    expect(new URL(list.url()).search).toBe('');
  });
});

describe('names', () => {
  it('with colons open by their link and by their address', async () => {
    await row(COLONS).getByRole('link').click();
    await list.getByRole('heading', { name: COLONS }).waitFor();
    await list.goto(`${cloud.appUrl}/devices/${COLONS}`);
    await list.getByRole('heading', { name: COLONS }).waitFor();
  });

  it('can be given by an operator and not by a viewer', async () => {
    await list.goto(`${cloud.appUrl}/devices/${LAMP}`);
    await list.getByText('Unregistered').waitFor();
    await list.getByRole('region', { name: 'temperature' }).waitFor();
    expect(await list.getByRole('button', { name: 'Register this device' }).count()).toBe(0);
    await list.goto(cloud.appUrl);
    await row(LAMP).waitFor();

    await device.getByLabel('Name', { exact: true }).fill(HOSTILE);
    await device.getByLabel('Tags').fill('<b>bold</b>, ‮evil');
    await device.getByRole('button', { name: 'Register this device' }).click();
    await device.getByRole('heading', { name: HOSTILE }).waitFor();
    await device.getByText('Unregistered').waitFor({ state: 'detached' });
    await row(HOSTILE).waitFor();
    expect(await row(HOSTILE).innerText()).toContain(LAMP);
  });

  it('and texts are shown as they are written, and never run', async () => {
    await publish(LAMP, {
      '<img src=x onerror="window.hacked=2">': 1,
      note: '"><script>window.hacked=3</script><img src=x onerror="window.hacked=4">',
    });
    await panel('note').getByText('"><script>window.hacked=3</script>').first().waitFor();
    await panel('<img src=x onerror="window.hacked=2">').waitFor();
    for (const page of [list, device]) {
      expect(await page.evaluate(() => Reflect.get(globalThis, 'hacked'))).toBeUndefined();
      expect(await page.locator('img[src=x], main script, main b').count()).toBe(0);
    }
    expect(await problemsInBothThemes(list)).toEqual([]);
    expect(await problemsInBothThemes(device)).toEqual([]);
  });
});

describe('a gateway’s child', () => {
  it('has a page of its own, by deep link and after a reload', async () => {
    await connect(GATEWAY);
    const envelope = (acPowerW: number) => ({ plantId: GATEWAY, deviceId: 'inverter.1', metrics: { acPowerW } });
    await publish(GATEWAY, envelope(398.5), `solar/${GATEWAY}/data`);
    await row(`${GATEWAY}/inverter.1`).getByText('398.5').waitFor();

    await device.goto(`${cloud.appUrl}/devices/${GATEWAY}%2Finverter.1`);
    await device.reload();
    await device.getByRole('heading', { name: `${GATEWAY}/inverter.1` }).waitFor();
    await device.getByText(`via ${GATEWAY}`).waitFor();
    await device.getByRole('banner').getByText('Live').waitFor();
    await publish(GATEWAY, envelope(401.25), `solar/${GATEWAY}/data`);
    await panel('acPowerW').getByText('401.25').first().waitFor();
    expect(await problemsInBothThemes(device)).toEqual([]);
  });

  it('is there when its gateway is', async () => {
    await device.getByText('Online', { exact: true }).waitFor();
    await row(`${GATEWAY}/inverter.1`).getByText('Online').waitFor();
    await clients.get(GATEWAY)?.endAsync();
    await device.getByText('Offline', { exact: true }).waitFor();
    await row(`${GATEWAY}/inverter.1`).getByText('Offline').waitFor();
  });

  it('is listed on its gateway’s page, to which its own leads', async () => {
    await device.getByRole('link', { name: GATEWAY, exact: true }).click();
    await device.getByRole('heading', { name: GATEWAY, exact: true }).waitFor();
    await device.getByText('No reading of its own').waitFor();
    const behind = device.getByRole('region', { name: 'Devices behind this gateway' });
    await behind.getByText('401.25').waitFor();
    expect(await problemsInBothThemes(device)).toEqual([]);
    await behind.getByRole('link', { name: `${GATEWAY}/inverter.1` }).click();
    await device.getByRole('heading', { name: `${GATEWAY}/inverter.1` }).waitFor();
  });
});

it('broke no Content-Security-Policy and raised no error', () => {
  expect(problems).toEqual([[], []]);
});
