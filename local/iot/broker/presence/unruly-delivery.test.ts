// Chaos that can be repeated.
import { expect, test } from 'vitest';
import type { Clock } from '../../../settings/clock';
import type { LifecycleEvent } from './lifecycle-events';
import { type Chaos, unrulyDelivery } from './unruly-delivery';

/** Sends twenty events close together; returns the names in the order of their delivery. */
async function deliveries(chaos: Chaos): Promise<string[]> {
  const told: string[] = [];
  const waiting: (() => void)[] = [];
  const clock: Clock = {
    now: () => 0,
    after: (_delayMs, callback) => {
      waiting.push(callback);
      return () => undefined;
    },
  };
  const deliver = async ({ topic }: LifecycleEvent) => {
    told.push(topic);
  };
  const send = unrulyDelivery(deliver, chaos, clock);

  const sending = Array.from({ length: 20 }, (_, at) => send({ topic: `e${at}`, body: {} }));
  for (const callback of waiting) callback();
  await Promise.all(sending);
  return told;
}

const calm = Array.from({ length: 20 }, (_, at) => `e${at}`);

test('duplicates come right after their originals when nothing is shuffled, and none is missing', async () => {
  const told = await deliveries({ duplicate: true, shuffle: false, seed: 1 });

  expect(told.length).toBeGreaterThan(calm.length);
  expect([...new Set(told)].sort()).toEqual([...calm].sort());
});

test('shuffled events come in another order, each once', async () => {
  const told = await deliveries({ duplicate: false, shuffle: true, seed: 1 });

  expect(told).not.toEqual(calm);
  expect([...told].sort()).toEqual([...calm].sort());
});

test('the same seed does the same, another seed something else', async () => {
  const chaos = { duplicate: true, shuffle: true };

  const [once, again, other] = await Promise.all([5, 5, 6].map((seed) => deliveries({ ...chaos, seed })));

  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});
