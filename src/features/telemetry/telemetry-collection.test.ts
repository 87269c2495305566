import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { timeKey } from '../../../domain/timeline/time-key';
import type { TelemetryFeedListener } from '../../cloud/telemetry-feed';
import { createTelemetryCollection } from './telemetry-collection';

const sample = (observedAt: number): TelemetrySample => ({
  thingName: 'x',
  sampleId: `${timeKey(observedAt)}#a`,
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics: { t: observedAt },
});

function prepare() {
  let listener: TelemetryFeedListener | undefined;
  const table: TelemetrySample[] = [];
  const asked: [number, number][] = [];
  const timers: { delayMs: number; action: () => void }[] = [];
  let fail = false;
  const collection = createTelemetryCollection(
    {
      follow: (given) => {
        listener = given;
        return () => {};
      },
      fetch: async (fromMs, toMs, onSamples) => {
        asked.push([fromMs, toMs]);
        await Promise.resolve();
        if (fail) throw new Error('down');
        onSamples(table.filter((each) => each.observedAt >= fromMs && each.observedAt <= toMs));
      },
      nowMs: () => 10_000_000,
      after: (delayMs, action) => {
        const timer = { delayMs, action };
        timers.push(timer);
        return () => {
          const at = timers.indexOf(timer);
          if (at !== -1) timers.splice(at, 1);
        };
      },
      schedule: (flush) => flush(),
    },
    300_000,
  );
  collection.start();
  return {
    collection,
    table,
    asked,
    timers,
    feed: () => listener as TelemetryFeedListener,
    breakFetch: (value: boolean) => {
      fail = value;
    },
    settle: async () => {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    },
    shown: () => collection.samples.samples().map((each) => each.observedAt),
  };
}

describe('the readings of a device', () => {
  it('has no hole and no duplicate, whatever the feed and the fetches bring and lose', async () => {
    const steps = fc.array(
      fc.record({
        at: fc.integer({ min: 9_750_000, max: 10_000_000 }),
        lost: fc.boolean(),
        reconnects: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const page = prepare();
        for (const { at, lost, reconnects } of given) {
          if (!page.table.some((each) => each.observedAt === at)) page.table.push(sample(at));
          if (!lost) page.feed().onSamples([sample(at)]);
          if (reconnects) page.feed().onReady();
          if (reconnects && lost) await page.settle();
        }
        page.feed().onReady();
        await page.settle();
        expect(page.shown()).toEqual(page.table.map((each) => each.observedAt).sort((a, b) => a - b));
      }),
    );
  });

  it('asks for the whole visible window each time, not for its tail', async () => {
    const page = prepare();
    page.feed().onReady();
    await page.settle();
    page.timers.find((timer) => timer.delayMs === 60_000)?.action();
    await page.settle();
    expect(page.asked.map(([from]) => from)).toEqual([9_700_000, 9_700_000]);
  });

  it('asks again when a longer window is shown, not for a shorter one', async () => {
    const page = prepare();
    page.feed().onReady();
    await page.settle();
    page.collection.show(3_600_000);
    expect(page.collection.status.getState().complete).toBe(false);
    await page.settle();
    page.collection.show(300_000);
    await page.settle();
    expect(page.asked.map(([from]) => from)).toEqual([9_700_000, 6_400_000]);
    expect(page.collection.status.getState()).toEqual({ complete: true, failure: null });
  });

  it('keeps what it has when a fetch fails, and tries again soon', async () => {
    const page = prepare();
    page.feed().onSamples([sample(9_900_000)]);
    page.breakFetch(true);
    page.feed().onReady();
    await page.settle();
    expect(page.shown()).toEqual([9_900_000]);
    expect(page.collection.status.getState().failure).toBeInstanceOf(Error);
    page.breakFetch(false);
    page.timers.find((timer) => timer.delayMs === 5000)?.action();
    await page.settle();
    expect(page.collection.status.getState().failure).toBeNull();
  });
});
