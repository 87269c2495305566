// The API is down for a whole minute while a device goes on: stored all the same, and open pages catch up by themselves.
import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CuttableDoor, openDoor } from '../cuttable-door';
import { addDevice, connectDevice } from '../device';
import { launchBrowser, recordProblems, signedInPage } from '../e2e/browser';
import { type CuttableProxy, startCuttableProxy } from '../e2e/cuttable-proxy';
import type { StackResources } from '../edit-assembly';
import { rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';

const NAME = 'steady';
const DOWN_MS = 60_000;
// Fewer in all than the table of a device's page shows.
const PUBLISH_EVERY_MS = 500;

let cloud: TestCloud;
let browser: Browser;
/** Between the functions and the API. */
let door: CuttableDoor;
/** Between the pages and the API. */
let proxy: CuttableProxy;
let client: MqttClient;
let list: Page;
let device: Page;
const problems: string[][] = [];
let count = 0;

/** Leads every function's way to the API through the door. */
function throughDoor(resources: StackResources): void {
  for (const { Type, Properties } of Object.values(resources)) {
    const variables = Type === 'AWS::Lambda::Function' ? Properties.Environment?.Variables : undefined;
    if (variables?.GRAPHQL_URL) variables.GRAPHQL_URL = `http://127.0.0.1:${door.port}/graphql`;
  }
}

beforeAll(async () => {
  door = await openDoor();
  [cloud, browser, proxy] = await Promise.all([
    startTestCloud({ app: true, edit: throughDoor }),
    launchBrowser(),
    startCuttableProxy(),
  ]);
  door.leadTo(cloud.awsPort);
  await addDevice(cloud, NAME);
  client = await connectDevice(cloud, NAME);
  await publish();
  const viewer = cloud.people.find(({ role }) => role === 'viewer');
  if (!viewer) throw new Error('There is no viewer.');
  const opened = await signedInPage(browser, cloud.appUrl, viewer, { proxy: proxy.url });
  list = opened.page;
  device = await opened.context.newPage();
  problems.push(opened.problems, recordProblems(device));
  await device.goto(`${cloud.appUrl}/devices/${NAME}?window=1h`);
  await device.getByRole('button', { name: 'count as a table' }).click();
  for (const page of [list, device]) {
    await isLive(page);
    await page.evaluate(() => Reflect.set(globalThis, 'notReloaded', true));
  }
});

afterAll(async () => {
  client?.end(true);
  await browser?.close();
  await proxy?.stop();
  await door?.close();
  await cloud?.stop();
});

const isLive = (page: Page) => page.getByRole('banner').getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });

/** Publishes the next number and resolves when it is acknowledged. */
async function publish(): Promise<void> {
  count += 1;
  await client.publishAsync(`${NAME}/telemetry`, JSON.stringify({ count, ts: Date.now() }), { qos: 1 });
}

/** Publishes all the while, and resolves after the last acknowledgement. */
async function publishFor(durationMs: number): Promise<void> {
  const pending: Promise<void>[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => pending.push(publish()), PUBLISH_EVERY_MS);
    setTimeout(() => {
      clearInterval(timer);
      resolve();
    }, durationMs);
  });
  await Promise.all(pending);
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

async function stored(): Promise<number[]> {
  const rows = await rowsOf(cloud, 'TelemetrySample');
  return rows.map(({ metrics }) => (metrics as { count: number }).count).sort((a, b) => a - b);
}

/** The numbers in the table of the device's page, oldest first. */
async function shown(): Promise<number[]> {
  const cells = await device.getByRole('region', { name: 'count, table' }).getByRole('cell').allInnerTexts();
  return cells
    .filter((_, index) => index % 2 === 1)
    .map(Number)
    .reverse();
}

it('a minute without the API costs no reading, and open pages catch up by themselves', {
  timeout: 180_000,
}, async () => {
  await publish();
  await expect.poll(shown, { timeout: 10_000 }).toEqual(upTo(count));
  const before = count;

  door.shut();
  proxy.refuse(cloud.awsPort);
  await publishFor(DOWN_MS);
  // Still down: pages say so and show what they knew, the store has everything, and nothing waits or was given up.
  for (const page of [list, device]) await page.getByRole('status').filter({ hasText: 'Link lost.' }).waitFor();
  expect(await shown()).toEqual(upTo(before));
  expect(count).toBeGreaterThan(before + 50);
  await eventually(
    'every message is handled',
    () => cloud.queues.all.every((queue) => !queue.messageIds().length),
    30_000,
  );
  expect(await stored()).toEqual(upTo(count));

  door.open();
  proxy.mend();
  // Nothing is published any more: what the pages lack, they fetch.
  await expect.poll(shown, { timeout: 40_000 }).toEqual(upTo(count));
  await list.getByRole('list', { name: 'Devices' }).getByText(String(count), { exact: true }).waitFor();
  for (const page of [list, device]) {
    await isLive(page);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'notReloaded'))).toBe(true);
  }
  await publish();
  await expect.poll(shown, { timeout: 10_000 }).toEqual(upTo(count));
  expect(problems).toEqual([[], []]);
});
