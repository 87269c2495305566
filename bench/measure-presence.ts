// From the broker's knowledge to the page: how long a connection and its end take into the DOM of a real browser.
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { CDPSession, Page } from 'playwright-core';
import { type DeviceIdentity, deviceFiles } from '../local/fleet/things/device-files';
import { openConnection } from '../local/fleet/things/open-connection';
import { launchBrowser, signedInPage } from '../tests/e2e/browser';
import { clientSettings, tableOf } from './cloud-state';
import { deviceFolder, deviceNames, provisionDevices } from './devices';
import type { Part } from './part';
import type { BenchCloud } from './start-cloud';
import { percentile } from './statistics';
import { withCloud } from './with-cloud';

const UNCOUNTED = 3;
const SHORTEST_RUN = 10;
const [NAME = ''] = deviceNames(1);

interface Change {
  presence: string;
  /** Epoch ms. */
  at: number;
}

/** A device that connects and leaves again and again, with its page open. */
export const measurePresence: Part = ({ seconds, say }) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, 1);
    const identity = deviceFiles(deviceFolder(cloud.dataDirectory), NAME).read();
    if (!identity) throw new Error('The device has no certificate.');
    const browser = await launchBrowser();
    try {
      const { page } = await signedInPage(browser, cloud.appUrl, cloud.viewer);
      await comeAndGo(cloud, identity, async () => {});
      await page.goto(new URL(`/devices/${NAME}`, cloud.appUrl).href);
      const session = await watchHeader(page);
      await shows(page, 'Offline');
      const rounds = UNCOUNTED + Math.max(SHORTEST_RUN, seconds);
      for (let round = 0; round < rounds; round++) {
        await comeAndGo(cloud, identity, () => shows(page, 'Online'));
        await shows(page, 'Offline');
      }
      const known = (await eventsOf(cloud)).slice(2);
      const shown = await readChanges(session);
      if (shown.length !== known.length || shown.length !== 2 * rounds) {
        throw new Error(`${known.length} changes are stored and ${shown.length} were shown of ${2 * rounds}.`);
      }
      const took = shown.slice(2 * UNCOUNTED).map(({ at }, index) => at - (known[2 * UNCOUNTED + index]?.at ?? 0));
      say(`  ${took.length} changes were shown`);
      return [0.5, 0.95].map((part) => ({
        ...{ name: `presence on the device page, p${part * 100}`, unit: 'ms', value: percentile(took, part) },
      }));
    } finally {
      await browser.close();
    }
  });

/** Connects the device, lets `meanwhile` pass, and disconnects it. */
async function comeAndGo(cloud: BenchCloud, identity: DeviceIdentity, meanwhile: () => Promise<void>): Promise<void> {
  const client = openConnection(cloud, identity, { reconnectPeriod: 0 });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  await meanwhile();
  await client.endAsync();
}

/** What the broker told, by its own clock, which is this machine's. */
async function eventsOf(cloud: BenchCloud): Promise<Change[]> {
  const client = new DynamoDBClient(clientSettings(cloud));
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: await tableOf(client, 'DeviceEvent'),
      KeyConditionExpression: 'thingName = :thing',
      ExpressionAttributeValues: { ':thing': { S: NAME } },
    }),
  );
  client.destroy();
  return Items.map(({ kind, at }) => ({ presence: kind?.S ?? '', at: Number(at?.N) }));
}

const shows = async (page: Page, presence: string): Promise<void> => {
  await page.locator('main header').getByText(presence, { exact: true }).waitFor();
};

// Runs in the page, sent as its source: it must be whole by itself.
function startRecording(): void {
  const changes: { presence: string; at: number }[] = [];
  let last = 'Offline';
  Object.assign(globalThis, { changes });
  new MutationObserver(() => {
    const [presence] = /Online|Offline/.exec(document.querySelector('main header')?.textContent ?? '') ?? [];
    if (presence === undefined || presence === last) return;
    last = presence;
    changes.push({ presence, at: Date.now() });
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

// Evaluates through the debugger, which the page's Content-Security-Policy does not concern.
async function watchHeader(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await shows(page, 'Offline');
  await session.send('Runtime.evaluate', { expression: `(${startRecording})()` });
  return session;
}

async function readChanges(session: CDPSession): Promise<Change[]> {
  const { result } = await session.send('Runtime.evaluate', { expression: 'changes', returnByValue: true });
  return result.value as Change[];
}
