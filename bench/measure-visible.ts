// From publish to visible: how long a reading takes through the whole path into the DOM of a real browser.
import type { Page } from 'playwright-core';
import { launchBrowser, signedInPage } from '../tests/e2e/browser';
import { readStampedValues } from './cloud-state';
import { provisionDevices } from './devices';
import type { Part, PartOptions } from './part';
import { peakMemoryMb } from './processes';
import type { Measurement } from './results';
import { type ShownValues, watchShownValues } from './shown-values';
import { deviceOf } from './stamp';
import type { BenchCloud } from './start-cloud';
import { timeToShown } from './time-to-shown';
import { publishWatched, WATCHED_DEVICES, WATCHED_RATES, warmUp, watchedNames } from './watched-load';
import { withCloud } from './with-cloud';

const LAST_VALUES_MS = 1_000;
const FIRST_NAME = watchedNames[0] ?? '';
// The page that is opened is that of the first device.
const PAGES = [
  { name: 'fleet list', path: '/', shows: () => true },
  { name: 'device page', path: `/devices/${FIRST_NAME}`, shows: (value: number) => deviceOf(value) === 0 },
];

/** Ten devices at 10 and at 100 messages a second, with the fleet list open and then with a device's page open. */
export const measureVisible: Part = (options) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, WATCHED_DEVICES);
    const browser = await launchBrowser();
    try {
      const { page, problems } = await signedInPage(browser, cloud.appUrl, cloud.viewer);
      await warmUp({ dataDirectory: cloud.dataDirectory });
      const measurements: Measurement[] = [];
      let loadMemory = 0;
      for (const { name, path, shows } of PAGES) {
        await page.goto(new URL(path, cloud.appUrl).href);
        await page.getByText(FIRST_NAME).first().waitFor();
        const shown = await watchShownValues(page);
        for (const rate of WATCHED_RATES) {
          const found = await measureOne(cloud, page, shown, { rate, shows, ...options });
          loadMemory = Math.max(loadMemory, found.loadMemory);
          measurements.push(
            ...found.measurements.map((each) => ({ ...each, name: `${name} at ${rate} msg/s, ${each.name}` })),
          );
        }
      }
      if (problems.length > 0) throw new Error(`The page had problems: ${problems.join('; ')}`);
      return [
        ...measurements,
        { name: 'visible: cloud’s peak memory', unit: 'MiB', value: peakMemoryMb(cloud.pid) },
        { name: 'visible: load’s peak memory', unit: 'MiB', value: loadMemory },
      ];
    } finally {
      await browser.close();
    }
  });

async function measureOne(
  cloud: BenchCloud,
  page: Page,
  shown: ShownValues,
  options: PartOptions & { rate: number; shows: (value: number) => boolean },
): Promise<{ measurements: Measurement[]; loadMemory: number }> {
  const { rate, shows, say } = options;
  const { values, peakMemoryMb: loadMemory } = await publishWatched({ dataDirectory: cloud.dataDirectory }, options);
  await page.waitForTimeout(LAST_VALUES_MS);
  const seenAt = await shown.read();
  const expected = values.filter(shows);
  const seen = expected.filter((value) => seenAt.has(value));
  const stored = await readStampedValues(cloud, watchedNames);
  const unstored = seen.filter((value) => !stored.has(value));
  if (unstored.length > 0) throw new Error(`${unstored.length} values were shown and are not stored.`);
  say(`  ${seen.length} of ${expected.length} published values were shown; ${values.length} sent at ${rate} msg/s`);
  const storedShare = values.filter((value) => stored.has(value)).length / values.length;
  const measurements = [
    ...timeToShown(expected, seenAt),
    { name: 'stored of published', unit: '', value: storedShare },
  ];
  return { measurements, loadMemory };
}
