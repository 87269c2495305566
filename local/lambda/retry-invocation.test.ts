// Asynchronous invocation with a clock that does not wait.
import { expect, it } from 'vitest';
import type { Clock } from '../settings/clock';
import { retryInvocation } from './retry-invocation';

/** A clock whose timers fire at once and tell how long they would have taken. */
function instantClock() {
  const delays: number[] = [];
  const clock: Clock = {
    now: () => 0,
    after(delayMs, callback) {
      delays.push(delayMs);
      callback();
      return () => {};
    },
  };
  return { clock, delays };
}

it('tries three times in all, one and two minutes apart', async () => {
  const { clock, delays } = instantClock();
  let tries = 0;
  const invoke = async () => {
    tries += 1;
    throw new Error(`try ${tries}`);
  };
  await expect(retryInvocation(invoke, clock)).rejects.toThrow('try 3');
  expect(delays).toEqual([60_000, 120_000]);
});

it('stops at the first success', async () => {
  const { clock, delays } = instantClock();
  expect(await retryInvocation(async () => 'done', clock)).toBe('done');
  expect(delays).toEqual([]);
});
