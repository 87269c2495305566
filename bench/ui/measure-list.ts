// Ten thousand devices in the list, while their newest states change.
import { fillStore } from '../fill-store';
import type { Part } from '../part';
import type { Measurement } from '../results';
import { slope } from '../statistics';
import { withCloud } from '../with-cloud';
import { withPage } from './open-page';
import { startFeed } from './start-feed';
import { watchFrames } from './watch-frames';

const DEVICES = 10_000;
const RATES = [1_000, 10_000];
const WARM_UP_SECONDS = 5;
const MOST_SECONDS = 15;
// What the feed needs to start, and to end after the page has been looked at.
const FEED_SPARE_SECONDS = 5;
const HEAP_RATE = 1_000;
const HEAP_EVERY_MS = 10_000;
// Code is compiled and caches fill in the first part of the time.
const SETTLING_PART = 1 / 5;

const fill = { devices: DEVICES, samples: 0 };

/** The list at 1,000 and at 10,000 updates a second. */
export const measureList: Part = ({ seconds, say }) =>
  withCloud({}, async (cloud) => {
    await fillStore(cloud, { ...fill, say });
    return withPage(cloud, async ({ page, session, goTo }) => {
      await goTo('/');
      const found: Measurement[] = [];
      for (const rate of RATES) {
        const watched = Math.min(seconds, MOST_SECONDS);
        const { dataDirectory } = cloud;
        const feed = startFeed({
          ...{ dataDirectory, devices: DEVICES, rate },
          seconds: WARM_UP_SECONDS + watched + FEED_SPARE_SECONDS,
        });
        await page.waitForTimeout((WARM_UP_SECONDS + 2) * 1000);
        const name = `list of 10,000 at ${rate.toLocaleString('en')} updates/s`;
        found.push(...(await watchFrames(session, name, watched * 1000)));
        found.push({ name: `${name}: updates told`, unit: '/s', value: await feed });
      }
      return found;
    });
  });

/** The page's memory, after garbage collection, while the list is open for a long time. */
export const measureListHeap: Part = ({ minutes, say }) =>
  withCloud({}, async (cloud) => {
    await fillStore(cloud, { ...fill, say });
    return withPage(cloud, async ({ page, session, goTo }) => {
      await goTo('/');
      await session.send('Performance.enable');
      const { dataDirectory } = cloud;
      const feed = startFeed({ dataDirectory, devices: DEVICES, rate: HEAP_RATE, seconds: minutes * 60 });
      const startedAt = performance.now();
      const points: { x: number; y: number }[] = [];
      while (performance.now() - startedAt < minutes * 60_000) {
        await page.waitForTimeout(HEAP_EVERY_MS);
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const bytes = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
        points.push({ x: (performance.now() - startedAt) / 3_600_000, y: bytes / 2 ** 20 });
      }
      const told = await feed;
      const settled = points.slice(Math.floor(points.length * SETTLING_PART));
      say(`  from ${settled[0]?.y.toFixed(1)} to ${settled.at(-1)?.y.toFixed(1)} MiB, in ${settled.length} points`);
      const name = 'list of 10,000, heap';
      return [
        { name: `${name}: growth`, unit: 'MiB/h', value: slope(settled) },
        { name: `${name}: at the end`, unit: 'MiB', value: settled.at(-1)?.y ?? Number.NaN },
        { name: `${name}: updates told`, unit: '/s', value: told },
        { name: `${name}: length`, unit: 'min', value: minutes },
      ];
    });
  });
