// SIGKILL under load, with pages open: what a device was told is safe, is stored and shown, and once.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { synthesize } from '../../local/assembly/synthesize';
import { buildApp } from '../../local/cli/build-app';
import { runningCloud } from '../../local/cli/running-cloud';
import { demoPeople } from '../../local/demo-people';
import { launchBrowser, recordProblems, signedInPage } from '../e2e/browser';
import { connectAs, provisionDevices } from '../fast-device';
import { freePorts, type KillableCloud, startKillableCloud } from '../killable-cloud';
import { rowsOf } from '../store';
import { type StubbornDevice, stubbornDevice, takeReadings } from '../stubborn-devices';
import { eventually, ROOT, startTestCloud, type TestCloud } from '../test-cloud';

// `npm run test:kill` asks for 20, which take two minutes.
const KILLS = Number(process.env.KILLS ?? 8);
const SEED = Number(process.env.KILL_SEED ?? 20251009);
const READINGS_PER_SECOND = 500;
const DEVICES = Array.from({ length: 20 }, (_, index) => `kill-${String(index).padStart(2, '0')}`);
// Two of them have their page open from before the first kill until the end. They measure twice a second, so that the
// tables of their pages can show every reading; the others share the rest.
const WATCHED = [3, 17];
const UNWATCHED = DEVICES.map((_, index) => index).filter((index) => !WATCHED.includes(index));
const TURNS = Array.from({ length: 250 }, (_, turn) => WATCHED[turn] ?? UNWATCHED[turn % UNWATCHED.length] ?? 0);
const SHOWN_IN_TABLE = 200;
// From the moment when every device is back and served to the next kill.
const LONGEST_LIFE_MS = 1_500;

/** Returns numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'fleetlight-'));
const devices: StubbornDevice[] = [];
const acknowledged = new Set<number>();
const problems: string[][] = [];
/** By the device that they are about. */
const pages = new Map<number, Page>();
let list: Page;
let browser: Browser;
let cloud: KillableCloud | null = null;
let last: TestCloud | null = null;
let load: ReturnType<typeof takeReadings>;
let start: () => Promise<KillableCloud>;
let startForGood: () => Promise<TestCloud>;

beforeAll(async () => {
  const { directory: assemblyDirectory } = await synthesize({ rootDirectory: ROOT, type: 'sandbox' });
  const { directory: appDirectory } = await buildApp(ROOT);
  const [app = 0, aws = 0, mqtt = 0] = await freePorts(3);
  const ports = { app, aws, mqtt };
  start = () => startKillableCloud({ assemblyDirectory, appDirectory, dataDirectory, ports });
  startForGood = () => startTestCloud({ dataDirectory, ports, app: true });
  cloud = await start();

  const { credentials, ...running } = runningCloud(dataDirectory);
  const iot = new IoTClient({ endpoint: running.awsEndpoint, region: running.region, credentials });
  const identities = await provisionDevices({ ...running, dataDirectory }, iot, DEVICES);
  iot.destroy();
  const ca = readFileSync(running.caPath, 'utf8');
  for (const name of DEVICES) {
    const identity = identities.get(name);
    if (!identity) throw new Error(`${name} was not provisioned.`);
    devices.push(
      stubbornDevice(
        () => connectAs(running, ca, identity),
        (seq) => acknowledged.add(seq),
      ),
    );
  }
  await eventually('every device is there', isEverybodyBack, 60_000);
  for (const [seq, at] of WATCHED.entries()) devices[at]?.measure(seq);

  browser = await launchBrowser();
  await openPages(running.appUrl);
  load = takeReadings(devices, { turns: TURNS, perSecond: READINGS_PER_SECOND, from: WATCHED.length });
});

afterAll(async () => {
  load?.stop();
  await Promise.all(devices.map((device) => device.leave()));
  await browser?.close();
  await cloud?.kill();
  await last?.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
});

const isEverybodyBack = () => devices.every((device) => device.isConnected());

async function openPages(appUrl: string): Promise<void> {
  const viewer = demoPeople(dataDirectory).find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  const opened = await signedInPage(browser, `${appUrl}/?q=${DEVICES[WATCHED[0] ?? 0]}`, viewer);
  list = opened.page;
  problems.push(opened.problems);
  for (const at of WATCHED) {
    const page = await opened.context.newPage();
    problems.push(recordProblems(page));
    await page.goto(`${appUrl}/devices/${DEVICES[at]}?window=1h`);
    await page.getByRole('button', { name: 'reading as a table' }).click();
    await page.getByRole('region', { name: 'reading, table' }).getByRole('cell').first().waitFor();
    pages.set(at, page);
  }
  for (const page of [list, ...pages.values()]) {
    await page.evaluate(() => Reflect.set(globalThis, 'notReloaded', true));
  }
}

const numbers = (texts: readonly string[]) => texts.map((text) => Number(text.replaceAll(',', '')));

/** Every reading that a device's page shows, as often as it shows it. */
async function shownOn(page: Page): Promise<number[]> {
  const cells = await page.getByRole('region', { name: 'reading, table' }).getByRole('cell').allInnerTexts();
  return numbers(cells.filter((_, index) => index % 2 === 1));
}

it(`loses and doubles nothing that it acknowledged, in the store and on open pages, when it is killed ${KILLS} times`, {
  timeout: 200_000 + KILLS * 20_000,
}, async () => {
  const random = randomNumbers(SEED);
  for (let kills = 0; kills < KILLS; kills++) {
    await eventually('every device is back', isEverybodyBack, 30_000);
    const before = acknowledged.size;
    await eventually('readings are acknowledged', () => acknowledged.size > before, 30_000);
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS));
    await cloud?.kill();
    cloud = await start();
  }
  await eventually('every device is back', isEverybodyBack, 30_000);
  load.stop();
  await eventually('every reading is acknowledged', () => acknowledged.size === load.count(), 60_000);
  // What this one leaves in the queues is stored by the next start.
  await cloud?.kill();
  cloud = null;
  last = await startForGood();
  const { all } = last.queues;
  await eventually('the queues are empty', () => all.every((queue) => queue.messageIds().length === 0), 200_000);

  const stored = (await rowsOf(last, 'TelemetrySample')).map(({ metrics }) => (metrics as { reading: number }).reading);
  console.log(
    `killed ${KILLS} times at ${load.rate()} readings a second: ${acknowledged.size} acknowledged, ${stored.length} stored`,
  );
  expect(compare(stored, acknowledged)).toEqual({ missing: [], twice: [], strange: [] });
  expect(stored.length).toBe(acknowledged.size);
  expect(acknowledged.size).toBeGreaterThan(KILLS * 50);
});

it.each(WATCHED)('the page of device %i, open all the while, shows every one of its readings once', async (at) => {
  const page = pages.get(at);
  if (!page) throw new Error('The page was not opened.');
  const own = [...acknowledged].filter((seq) => TURNS[seq % TURNS.length] === at).sort((a, b) => b - a);
  expect(own.length).toBeGreaterThan(KILLS);
  const fitting = own.slice(0, SHOWN_IN_TABLE);
  const caption =
    own.length > SHOWN_IN_TABLE ? `The newest ${SHOWN_IN_TABLE} of ${own.length} readings` : `${own.length} readings`;
  // Its link comes back by itself, a quarter of a minute after the last kill at the latest.
  await expect.poll(() => page.getByRole('caption').innerText(), { timeout: 30_000 }).toBe(caption);
  const shown = await shownOn(page);
  console.log(`${DEVICES[at]}: ${own.length} acknowledged; its page shows ${shown.length} under "${caption}"`);
  expect(compare(shown, new Set(fitting))).toEqual({ missing: [], twice: [], strange: [] });
  await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  expect(await page.evaluate(() => Reflect.get(globalThis, 'notReloaded'))).toBe(true);
});

it('the list, open all the while, shows the last reading of its device', async () => {
  const [at = 0] = WATCHED;
  const newest = Math.max(...[...acknowledged].filter((seq) => TURNS[seq % TURNS.length] === at));
  const row = list.getByRole('list', { name: 'Devices' }).getByRole('listitem');
  await row.getByText(newest.toLocaleString('en-GB'), { exact: true }).waitFor();
  await list.getByRole('banner').getByText('Live', { exact: true }).waitFor();
  expect(await list.evaluate(() => Reflect.get(globalThis, 'notReloaded'))).toBe(true);
});

it('no page broke its Content-Security-Policy or raised an error', () => {
  expect(problems).toEqual([[], [], []]);
});

/** What of `expected` is missing in `found`, is there more than once, and is there although nobody acknowledged it. */
function compare(found: readonly number[], expected: ReadonlySet<number>) {
  const counts = new Map<number, number>();
  for (const seq of found) counts.set(seq, (counts.get(seq) ?? 0) + 1);
  return {
    missing: [...expected].filter((seq) => !counts.has(seq)),
    twice: [...counts].filter(([, count]) => count > 1),
    strange: [...counts.keys()].filter((seq) => !expected.has(seq)),
  };
}
