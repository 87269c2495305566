// From publish to visible while a chart of 10,000 points takes a hundred readings a second.
import { readStampedValues } from '../cloud-state';
import { deviceNames, provisionDevices } from '../devices';
import type { Part } from '../part';
import { watchShownValues } from '../shown-values';
import { startLoad } from '../start-load';
import { timeToShown } from '../time-to-shown';
import { withCloud } from '../with-cloud';
import { fillReadings } from './fill-readings';
import { withPage } from './open-page';

const POINTS = 10_000;
const RATE = 100;
const WARM_UP_SECONDS = 12;
const MOST_SECONDS = 15;
const LAST_VALUES_MS = 1_000;
const THINGS = deviceNames(1);
const THING = THINGS[0] ?? '';

/** One device publishes 100 readings a second; its page, with 10,000 points in the window, is open. */
export const measureChartPath: Part = ({ seconds, say }) =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, 1);
    const metrics = (index: number) => ({ temperature: 20 + (index % 50) / 10, humidity: 40 + (index % 20) });
    await fillReadings(cloud, { thingName: THING, count: POINTS, everyMs: 100, metrics });
    return withPage(cloud, async ({ page, goTo }) => {
      const { dataDirectory } = cloud;
      const request = { dataDirectory, devices: 1, readings: 'stamped' as const };
      await startLoad({ ...request, phases: [{ rate: RATE, seconds: 2 }] });
      await goTo(`/devices/${THING}?window=1h`);
      const shown = await watchShownValues(page);
      const watched = Math.min(seconds, MOST_SECONDS);
      const phases = [WARM_UP_SECONDS, watched].map((length) => ({ rate: RATE, seconds: length }));
      const { values, outcomes } = await startLoad({ ...request, phases });
      await page.waitForTimeout(LAST_VALUES_MS);
      const expected = values.slice(outcomes[0]?.sent);
      const seenAt = await shown.read();
      const stored = await readStampedValues(cloud, THINGS);
      const unstored = expected.filter((value) => seenAt.has(value) && !stored.has(value));
      if (unstored.length > 0) throw new Error(`${unstored.length} values were shown and are not stored.`);
      say(`  ${expected.filter((value) => seenAt.has(value)).length} of ${expected.length} values were shown`);
      return timeToShown(expected, seenAt).map((each) => ({
        ...each,
        name: `chart of 10,000 points at 100 msg/s, ${each.name}`,
      }));
    });
  });
