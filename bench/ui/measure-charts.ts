// Nine live charts on a device's page, and what the usual ways of drawing them reach in the same browser.
import { deviceNames, provisionDevices } from '../devices';
import { nineMetrics } from '../nine-metrics';
import type { Part } from '../part';
import { startLoad } from '../start-load';
import { withCloud } from '../with-cloud';
import { fillReadings } from './fill-readings';
import { withPage } from './open-page';
import { watchFrames } from './watch-frames';

const POINTS = 10_000;
const RATE = 10;
const WARM_UP_SECONDS = 12;
const MOST_SECONDS = 15;
const THING = deviceNames(1)[0] ?? '';

/** Nine metrics at ten readings a second, through the whole path, over 10,000 points each. */
export const measureCharts: Part = ({ seconds }) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, 1);
    await fillReadings(cloud, { thingName: THING, count: POINTS, everyMs: 1000 / RATE, metrics: nineMetrics });
    return withPage(cloud, async ({ page, session, goTo }) => {
      const watched = Math.min(seconds, MOST_SECONDS);
      const { dataDirectory } = cloud;
      // Before the page is opened, so that the device has its nine metrics.
      const load = startLoad({
        ...{ dataDirectory, devices: 1, readings: 'nine' },
        phases: [{ rate: RATE, seconds: WARM_UP_SECONDS + watched + 8 }],
      });
      await page.waitForTimeout(WARM_UP_SECONDS * 500);
      await goTo(`/devices/${THING}?window=1h`);
      await page.waitForTimeout(WARM_UP_SECONDS * 500);
      const found = await watchFrames(session, 'nine live charts', watched * 1000);
      await load;
      return found;
    });
  });
