// Node-RED with Dashboard 2 under the load of `visible`, so that ours can be compared in the same run.
import type { Page } from 'playwright-core';
import { launchBrowser } from '../tests/e2e/browser';
import { DASHBOARD_PATH, labelOf, nodeRedFlow } from './node-red-flow';
import type { Part, PartOptions } from './part';
import { withPlainBroker } from './plain-broker';
import { peakMemoryMb } from './processes';
import type { Measurement } from './results';
import { type ShownValues, watchShownValues } from './shown-values';
import { type NodeRed, withNodeRed } from './start-node-red';
import { timeToShown } from './time-to-shown';
import { publishWatched, WATCHED_RATES, warmUp, watchedNames } from './watched-load';

const PAGES = [
  { name: 'text', chartPoints: 0 },
  { name: 'chart of 10,000 points', chartPoints: 10_000 },
];
// A page that has fallen behind goes on showing values after the load; it is watched for at most three minutes.
const QUIET_MS = 5_000;
const LOOKS = 36;
const DEADLINE_MS = 30_000;

/** Returns the part: ten devices at 10 and at 100 messages a second, with texts open, and with texts and a chart open. */
export const nodeRedPart =
  (nodeRed: NodeRed): Part =>
  async (options) => {
    const measurements: Measurement[] = [];
    for (const { name, chartPoints } of PAGES) {
      const found = await withPlainBroker((brokerPort) =>
        withNodeRed(
          nodeRed,
          nodeRedFlow({ brokerPort, thingNames: watchedNames, chartPoints }),
          async ({ url, pid }) => [
            ...(await measurePage(new URL(DASHBOARD_PATH, url).href, brokerPort, chartPoints > 0, options)),
            { name: ': server’s peak memory', unit: 'MiB', value: peakMemoryMb(pid) },
          ],
        ),
      );
      measurements.push(...found.map((each) => ({ ...each, name: `Node-RED, ${name}${each.name}` })));
    }
    return measurements;
  };

async function measurePage(
  url: string,
  plainPort: number,
  withChart: boolean,
  { seconds, say }: PartOptions,
): Promise<Measurement[]> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
    context.setDefaultTimeout(DEADLINE_MS);
    // Whatever the page would fetch from elsewhere stays away; its WebSocket does not pass here.
    await context.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    const page = await context.newPage();
    // With the chart it would not have caught up by the time it counts; its first rate is its warm-up.
    if (!withChart) await warmUp({ plainPort });
    await page.goto(url);
    for (const thingName of watchedNames) await page.getByText(labelOf(thingName)).waitFor();
    if (withChart) await page.locator('canvas').first().waitFor();
    const shown = await watchShownValues(page);
    const measurements: Measurement[] = [];
    for (const rate of WATCHED_RATES) {
      const { values } = await publishWatched({ plainPort }, { rate, seconds });
      const seenAt = await readWhenQuiet(page, shown);
      const found = timeToShown(values, seenAt);
      say(`  ${values.filter((value) => seenAt.has(value)).length} of ${values.length} published values were shown`);
      measurements.push(...found.map((each) => ({ ...each, name: ` at ${rate} msg/s, ${each.name}` })));
    }
    return measurements;
  } finally {
    await browser.close();
  }
}

async function readWhenQuiet(page: Page, shown: ShownValues): Promise<Map<number, number>> {
  let seenAt = new Map<number, number>();
  for (let look = 0; look < LOOKS; look += 1) {
    await page.waitForTimeout(QUIET_MS);
    const now = await shown.read();
    if (look > 0 && now.size === seenAt.size) return now;
    seenAt = now;
  }
  return seenAt;
}
