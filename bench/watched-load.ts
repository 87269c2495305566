// The load under which a page is watched: the same for ours and for what is measured beside it.
import { deviceNames } from './devices';
import { type LoadTarget, startLoad } from './start-load';

/** The devices that publish. */
export const WATCHED_DEVICES = 10;

/** Messages a second, of all devices together. */
export const WATCHED_RATES = [10, 100];

export const watchedNames = deviceNames(WATCHED_DEVICES);

// The devices wake up, the functions start and code is compiled in the time before.
const FIRST = { rate: 100, seconds: 5 };
const WARM_UP_SECONDS = 12;
const MOST_SECONDS = 15;

/** Publishes for a few seconds, so that everything on the way has worked once. */
export async function warmUp(target: LoadTarget): Promise<void> {
  await startLoad({ ...target, devices: WATCHED_DEVICES, readings: 'stamped', phases: [FIRST] });
}

/** Publishes at `rate`, at first unwatched, and returns the stamped values of the `seconds` (at most 15) that count. */
export async function publishWatched(
  target: LoadTarget,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<{ values: number[]; peakMemoryMb: number }> {
  const { outcomes, values, peakMemoryMb } = await startLoad({
    ...target,
    ...{ devices: WATCHED_DEVICES, readings: 'stamped' },
    phases: [
      { rate, seconds: WARM_UP_SECONDS },
      { rate, seconds: Math.min(seconds, MOST_SECONDS) },
    ],
  });
  return { values: values.slice(outcomes[0]?.sent), peakMemoryMb };
}
