// From publish to visible: how long a reading takes through the whole path into the DOM of a real browser.
import type { Page } from 'playwright-core';
import { launchBrowser, signedInPage } from '../tests/e2e/browser';
import { readStampedValues } from './cloud-state';
import { deviceNames, provisionDevices } from './devices';
import type { Part, PartOptions } from './part';
import { peakMemoryMb } from './processes';
import type { Measurement } from './results';
import { type ShownValues, watchShownValues } from './shown-values';
import { deviceOf, sentAtOf } from './stamp';
import type { BenchCloud } from './start-cloud';
import { startLoad } from './start-load';
import { percentile } from './statistics';
import { withCloud } from './with-cloud';

const DEVICES = 10;
const RATES = [10, 100];
// The devices wake up, the functions start and code is compiled in the time before.
const FIRST_SECONDS = 5;
const WARM_UP_SECONDS = 12;
const LAST_VALUES_MS = 1_000;
const MOST_SECONDS = 15;
// The page that is opened is that of the first device.
const PAGES = [
  { name: 'fleet list', path: '/', shows: () => true },
  { name: 'device page', path: `/devices/${deviceNames(1)[0]}`, shows: (value: number) => deviceOf(value) === 0 },
];

/** Ten devices at 10 and at 100 messages a second, with the fleet list open and then with a device's page open. */
export const measureVisible: Part = (options) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, DEVICES);
    const browser = await launchBrowser();
    try {
      const { page, problems } = await signedInPage(browser, cloud.appUrl, cloud.viewer);
      const load = { dataDirectory: cloud.dataDirectory, devices: DEVICES, stamped: true };
      await startLoad({ ...load, phases: [{ rate: 100, seconds: FIRST_SECONDS }] });
      const measurements: Measurement[] = [];
      for (const { name, path, shows } of PAGES) {
        await page.goto(new URL(path, cloud.appUrl).href);
        await page
          .getByText(deviceNames(1)[0] ?? '')
          .first()
          .waitFor();
        const shown = await watchShownValues(page);
        for (const rate of RATES) {
          const found = await measureOne(cloud, page, shown, { rate, shows, ...options });
          measurements.push(...found.map((each) => ({ ...each, name: `${name} at ${rate} msg/s, ${each.name}` })));
        }
      }
      if (problems.length > 0) throw new Error(`The page had problems: ${problems.join('; ')}`);
      return [...measurements, { name: 'visible: cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) }];
    } finally {
      await browser.close();
    }
  });

async function measureOne(
  cloud: BenchCloud,
  page: Page,
  shown: ShownValues,
  options: PartOptions & { rate: number; shows: (value: number) => boolean },
): Promise<Measurement[]> {
  const { rate, shows, say } = options;
  const seconds = Math.min(options.seconds, MOST_SECONDS);
  const { outcomes, values: all } = await startLoad({
    ...{ dataDirectory: cloud.dataDirectory, devices: DEVICES, stamped: true },
    phases: [
      { rate, seconds: WARM_UP_SECONDS },
      { rate, seconds },
    ],
  });
  await page.waitForTimeout(LAST_VALUES_MS);
  const seenAt = await shown.read();
  const values = all.slice(outcomes[0]?.sent);
  const expected = values.filter(shows);
  const seen = expected.filter((value) => seenAt.has(value));
  const stored = await readStampedValues(cloud, deviceNames(DEVICES));
  const unstored = seen.filter((value) => !stored.has(value));
  if (unstored.length > 0) throw new Error(`${unstored.length} values were shown and are not stored.`);
  const took = seen.map((value) => (seenAt.get(value) ?? Number.NaN) - sentAtOf(value));
  say(`  ${seen.length} of ${expected.length} published values were shown; ${values.length} sent at ${rate} msg/s`);
  return [
    { name: 'p50', unit: 'ms', value: percentile(took, 0.5) },
    { name: 'p95', unit: 'ms', value: percentile(took, 0.95) },
    { name: 'p99', unit: 'ms', value: percentile(took, 0.99) },
    { name: 'share shown', unit: '', value: seen.length / expected.length },
    {
      name: 'stored of published',
      unit: '',
      value: values.filter((value) => stored.has(value)).length / values.length,
    },
  ];
}
