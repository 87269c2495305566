// A whole day of readings: from the click until the chart shows all of it.
import type { CDPSession } from 'playwright-core';
import { LANE } from '../../src/ui/time-lane';
import { deviceNames, provisionDevices } from '../devices';
import type { Part } from '../part';
import { startLoad } from '../start-load';
import { withCloud } from '../with-cloud';
import { fillReadings } from './fill-readings';
import { runInPage } from './in-page';
import { withPage } from './open-page';

const EVERY_MS = 10_000;
const READINGS = 86_400_000 / EVERY_MS;
const THING = deviceNames(1)[0] ?? '';

/** 24 h of a reading every 10 s. */
export const measureDay: Part = () =>
  withCloud({}, async (cloud) => {
    await provisionDevices(cloud, 1);
    const metrics = (index: number) => ({ temperature: 20 + (index % 50) / 10, humidity: 40 + (index % 20) });
    await startLoad({
      ...{ dataDirectory: cloud.dataDirectory, devices: 1, readings: 'plain' as const },
      phases: [{ rate: 1, seconds: 3 }],
    });
    await fillReadings(cloud, { thingName: THING, count: READINGS, everyMs: EVERY_MS, metrics });
    return withPage(cloud, async ({ page, session, goTo }) => {
      await goTo(`/devices/${THING}`);
      const drawn = untilDrawn(session);
      // The label is what people press; the radio button itself is only for keyboards and screen readers.
      await page.getByText('24 h', { exact: true }).click();
      return [{ name: 'a day of readings: click to chart', unit: 'ms', value: await drawn }];
    });
  });

function untilDrawn(session: CDPSession): Promise<number> {
  return runInPage(session, waitForInk, { withinMs: 30_000, parts: 20, ...LANE });
}

// From the click until every twentieth of the temperature's plot has ink.
function waitForInk(asked: { withinMs: number; parts: number; left: number; right: number }): Promise<number> {
  const { withinMs, parts, left, right } = asked;
  return new Promise((resolve, reject) => {
    const armedAt = performance.now();
    let clickedAt: number | null = null;
    const onClick = () => {
      clickedAt ??= performance.now();
    };
    document.addEventListener('pointerdown', onClick, { capture: true });
    const look = () => {
      if (performance.now() - armedAt > withinMs) return reject(new Error('The chart was not drawn.'));
      const canvas = document.querySelector<HTMLCanvasElement>('section[aria-label="temperature"] canvas');
      const { width = 0, height = 0 } = canvas ?? {};
      const slice = Math.floor((width - left - right) / parts);
      const context = canvas?.getContext('2d');
      let inked = 0;
      for (let part = 0; context && slice > 0 && clickedAt !== null && part < parts; part += 1) {
        const { data } = context.getImageData(left + part * slice, 0, slice, height);
        if (data.some((value, index) => index % 4 === 3 && value > 128)) inked += 1;
        else break;
      }
      if (clickedAt !== null && inked === parts) {
        document.removeEventListener('pointerdown', onClick, { capture: true });
        return resolve(performance.now() - clickedAt);
      }
      requestAnimationFrame(look);
    };
    look();
  });
}
