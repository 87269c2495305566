// What the pipeline refused and what it could not handle, seen and settled in the browser.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COUNTED_EVERY_MS, countKey } from '../../domain/presence/presence-count';
import { addDevice, mosquittoPublish } from '../device';
import type { StackResources } from '../edit-assembly';
import { putRow, rowsOf } from '../store';
import { eventually, startTestCloud, type TestCloud } from '../test-cloud';
import { problemsInBothThemes } from './both-themes';
import { launchBrowser, signedInPage } from './browser';

const NAME = 'greenhouse';
// Long enough for a function to start on a busy machine, short enough to wait for.
const HIDDEN_SECONDS = 10;

let cloud: TestCloud;
let browser: Browser;
let operator: { page: Page; problems: string[] };
let viewer: { page: Page; problems: string[] };

/** A reading is given up after one attempt instead of five. */
function hurry(resources: StackResources): void {
  for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
    if (Type === 'AWS::SQS::Queue' && logicalId.startsWith('TelemetryQueue')) {
      Properties.VisibilityTimeout = HIDDEN_SECONDS;
      Properties.RedrivePolicy.maxReceiveCount = 1;
    }
    if (Type === 'AWS::Lambda::Function') {
      if (logicalId.startsWith('coretelemetry')) Properties.Timeout = HIDDEN_SECONDS;
      const variables = Properties.Environment?.Variables;
      if (variables?.TELEMETRY_ATTEMPTS) variables.TELEMETRY_ATTEMPTS = '1';
    }
  }
}

const account = (role: string) => {
  const found = cloud.people.find((person) => person.role === role);
  if (!found) throw new Error(`There is no ${role}.`);
  return found;
};
const temperatures = async () =>
  (await rowsOf(cloud, 'TelemetrySample')).map(({ metrics }) => (metrics as { temperature: number }).temperature);

const rejectedPayloads = async () =>
  (await rowsOf(cloud, 'DeviceEvent'))
    .filter(({ kind }) => kind === 'payloadRejected')
    .reduce((sum, { count }) => sum + Number(count), 0);

/** Publishes readings while the store takes none, and waits until each is a dead letter. */
async function makeDeadLetters(...values: number[]): Promise<void> {
  const known = (await rowsOf(cloud, 'DeadLetter')).length;
  const table = cloud.assembly
    .ofType('Custom::AmplifyDynamoDBTable')
    .map(({ properties }) => String(properties.tableName))
    .find((name) => name.startsWith('TelemetrySample-'));
  const restore = cloud.dynamodb.faults.inject({ kind: 'refuseWrites', ...(table ? { table } : {}) });
  for (const temperature of values) await mosquittoPublish(cloud, NAME, JSON.stringify({ temperature }));
  await eventually(
    'every reading is a dead letter',
    async () => (await rowsOf(cloud, 'DeadLetter')).length === known + values.length,
    40_000,
  );
  restore();
}

beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud({ app: true, edit: hurry }), launchBrowser()]);
  await addDevice(cloud, NAME);
  operator = await signedInPage(browser, `${cloud.appUrl}/health`, account('operator'));
  viewer = await signedInPage(browser, cloud.appUrl, account('viewer'), { width: 390, height: 844 });
});

afterAll(async () => {
  await browser?.close();
  await cloud?.stop();
});

const rejects = (page: Page) => page.getByRole('list', { name: 'Rejected payloads' });
const deadLetters = (page: Page) => page.getByRole('list', { name: 'Dead letters' });

describe('the page of the pipeline’s health', () => {
  it('says so when there is nothing to say', async () => {
    const { page } = operator;
    await page.getByRole('heading', { name: 'Health', exact: true }).waitFor();
    await page.getByText('Nothing was refused in the last 24 hours.').waitFor();
    await page.getByText('everything that arrived was handled').waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('shows refused payloads per device, reason and minute, with the device’s page behind them', async () => {
    const { page } = operator;
    for (const payload of ['not JSON', 'nor this', '']) await mosquittoPublish(cloud, NAME, payload);
    await eventually('the rejects are stored', async () => (await rejectedPayloads()) === 3);
    await page.reload();

    const notJson = rejects(page).getByRole('listitem').filter({ hasText: 'notJson' });
    await notJson.getByText('2 payloads').waitFor();
    expect(await notJson.innerText()).toContain('The payload is text but not JSON.');
    // Both of one minute, or one at each side of its turn.
    expect(await notJson.innerText()).toMatch(
      /By minute: (2 at \d+ \w+, \d\d:\d\d|1 at \d+ \w+, \d\d:\d\d, 1 at \d\d:\d\d)$/m,
    );
    expect(await rejects(page).getByRole('listitem').filter({ hasText: 'empty' }).innerText()).toContain('1 payload');
    expect(await notJson.getByRole('link', { name: NAME }).getAttribute('href')).toBe(`/devices/${NAME}`);
  });

  it('says what the census put right, with the devices’ pages behind it', async () => {
    const { page } = operator;
    const at = Math.floor(Date.now() / COUNTED_EVERY_MS) * COUNTED_EVERY_MS;
    const counts = { online: 1, offline: 0, stale: 0, unknown: 0, repaired: 12, repairedThings: [NAME, 'pump'] };
    await putRow(cloud, 'PresenceCount', { ...countKey(at), at, ...counts, expiresAt: at / 1000 + 86_400 });
    await page.reload();

    const section = page.getByRole('region', { name: 'Presence put right' });
    await section.getByText('12 in the last 24 hours').waitFor();
    expect(await section.getByRole('listitem').innerText()).toMatch(`: ${NAME}, pump and 10 more`);
    expect(await section.getByRole('link', { name: 'pump' }).getAttribute('href')).toBe('/devices/pump');
    expect(await section.getByRole('alert').count()).toBe(0);
  });

  it('shows a dead letter with its reason', async () => {
    const { page } = operator;
    await makeDeadLetters(31.5, 32.5);
    await page.reload();

    const letter = deadLetters(page).getByRole('listitem').first();
    await letter.getByText(/core-telemetry failed once on this message/).waitFor();
    expect(await deadLetters(page).getByRole('listitem').count()).toBe(2);
    expect(await letter.innerText()).toContain(`${NAME}/telemetry`);
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('sends a message again by keyboard alone, says so, and keeps the focus', async () => {
    const { page } = operator;
    const button = page.getByRole('button', { name: `Re-send the message of ${NAME}` }).first();
    await page.getByRole('heading', { name: 'Health', exact: true }).click();
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      if (await button.evaluate((element) => element === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');

    await page.getByText(`The message of ${NAME} is back on its queue.`).waitFor();
    expect(await deadLetters(page).getByRole('listitem').count()).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('dead-letters');
    await eventually('the reading is stored', async () => (await temperatures()).length === 1);
  });

  it('drops a message after asking', async () => {
    const { page } = operator;
    await page.getByRole('button', { name: `Drop the message of ${NAME}` }).click();
    const dialog = page.getByRole('dialog', { name: `Drop the message of ${NAME}?` });
    expect(await problemsInBothThemes(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await rowsOf(cloud, 'DeadLetter')).toHaveLength(1);

    await page.getByRole('button', { name: `Drop the message of ${NAME}` }).click();
    await dialog.getByRole('button', { name: 'Drop' }).click();
    await page.getByText(`The message of ${NAME} is dropped.`).waitFor();
    await page.getByText('everything that arrived was handled').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('dead-letters');
    expect(await rowsOf(cloud, 'DeadLetter')).toEqual([]);
    expect(await temperatures()).toHaveLength(1);
  });

  it('shows a viewer on a phone the rejects, and why there are no letters', async () => {
    await makeDeadLetters(33.5);
    const { page } = viewer;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Health' }).click();

    await rejects(page).getByText('notJson').waitFor();
    await page.getByText('operators and admins see them here').waitFor();
    expect(await page.getByRole('button', { name: /Re-send|Drop/ }).count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await problemsInBothThemes(page)).toEqual([]);
  });

  it('leaves room for all of an admin’s navigation on a phone', async () => {
    const admin = await signedInPage(browser, `${cloud.appUrl}/health`, account('admin'), { width: 390, height: 844 });
    await deadLetters(admin.page).getByRole('listitem').waitFor();
    await admin.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).waitFor();
    expect(await admin.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await problemsInBothThemes(admin.page)).toEqual([]);
    await admin.context.close();
  });

  it('says that it could not fetch, and fetches when asked again', async () => {
    const { page } = operator;
    await page.route('**/graphql', (route) =>
      /DeadLetters|Rejects/.test(route.request().postData() ?? '') ? route.abort() : route.continue(),
    );
    await page.reload();
    await page.getByText('The dead letters could not be fetched.').waitFor();
    await page.getByText('The rejected payloads could not be fetched.').waitFor();
    expect(await problemsInBothThemes(page)).toEqual([]);
    await page.unroute('**/graphql');
    for (const section of ['Rejected payloads', 'Dead letters']) {
      await page.getByRole('region', { name: section }).getByRole('button', { name: 'Try again' }).click();
    }
    await deadLetters(page).getByRole('listitem').waitFor();
    await rejects(page).getByText('notJson').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it('broke no Content-Security-Policy and raised no error', () => {
    expect(operator.problems).toEqual([]);
    expect(viewer.problems).toEqual([]);
  });
});
