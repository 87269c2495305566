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

const NOW = 10_000_000;
const LIVE_5_MIN = { kind: 'live', windowMs: 300_000 } as const;

function prepare(maxSamples = 1000) {
  let listener: TelemetryFeedListener | undefined;
  const table: TelemetrySample[] = [];
  const asked: [number, number][] = [];
  const timers: { delayMs: number; action: () => void }[] = [];
  let fail = false;
  let nowMs = NOW;
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
      nowMs: () => nowMs,
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
    LIVE_5_MIN,
    maxSamples,
  );
  collection.start();
  return {
    collection,
    table,
    asked,
    timers,
    setNow: (value: number) => {
      nowMs = value;
    },
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
    page.collection.show({ kind: 'live', windowMs: 3_600_000 });
    expect(page.collection.status.getState().complete).toBe(false);
    await page.settle();
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.asked.map(([from]) => from)).toEqual([9_700_000, 6_400_000]);
    expect(page.collection.status.getState()).toEqual({ complete: true, overfull: false, failure: null });
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

  it('loses nothing while it is paused, and needs no fetch to go on', async () => {
    const page = prepare();
    page.feed().onReady();
    await page.settle();
    page.feed().onSamples([sample(9_990_000)]);
    page.collection.show({ kind: 'paused', windowMs: 300_000, atMs: NOW });
    page.setNow(NOW + 3_600_000);
    page.feed().onSamples([sample(NOW + 1000), sample(NOW + 3_599_000)]);
    expect(page.shown()).toEqual([9_990_000, NOW + 1000, NOW + 3_599_000]);
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.shown().at(-1)).toBe(NOW + 3_599_000);
    expect(page.asked).toHaveLength(1);
  });

  it('fetches what it missed when the link broke while it was paused', async () => {
    const page = prepare();
    page.feed().onReady();
    await page.settle();
    page.collection.show({ kind: 'paused', windowMs: 300_000, atMs: NOW });
    page.setNow(NOW + 100_000);
    page.table.push(sample(NOW + 50_000));
    page.feed().onReady();
    await page.settle();
    expect(page.asked.at(-1)).toEqual([NOW - 300_000, NOW]);
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.shown()).toContain(NOW + 50_000);
  });

  it('keeps the picture when there is no room for more, and fetches the rest to go on', async () => {
    const page = prepare(3);
    page.table.push(sample(9_800_000), sample(9_900_000));
    page.feed().onReady();
    await page.settle();
    page.collection.show({ kind: 'paused', windowMs: 300_000, atMs: NOW });
    for (const at of [1, 2, 3]) {
      page.table.push(sample(NOW + at));
      page.feed().onSamples([sample(NOW + at)]);
    }
    expect(page.shown()).toEqual([9_800_000, 9_900_000, NOW + 1]);
    page.setNow(NOW + 250_000);
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.shown()).toEqual([NOW + 1, NOW + 2, NOW + 3]);
  });

  it('zooms into what it has, and back, without asking', async () => {
    const page = prepare();
    page.table.push(sample(9_850_000));
    page.feed().onReady();
    await page.settle();
    page.collection.show({ kind: 'fixed', fromMs: 9_800_000, toMs: 9_900_000 });
    page.feed().onSamples([sample(9_999_000)]);
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.asked).toHaveLength(1);
    expect(page.shown()).toEqual([9_850_000, 9_999_000]);
  });

  it('asks for a stretch of the past with a margin, once, and takes no live readings into it', async () => {
    const page = prepare();
    page.table.push(sample(1_000_000), sample(1_070_000), sample(9_990_000));
    page.feed().onReady();
    await page.settle();
    page.collection.show({ kind: 'fixed', fromMs: 1_000_000, toMs: 1_060_000 });
    expect(page.collection.status.getState().complete).toBe(false);
    await page.settle();
    page.feed().onSamples([sample(9_999_000)]);
    expect(page.asked.at(-1)).toEqual([970_000, 1_090_000]);
    expect(page.shown()).toEqual([1_000_000, 1_070_000]);
    expect(page.timers).toEqual([]);
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.shown()).toEqual([9_990_000]);
  });

  it('says when a stretch of the past holds more than it can', async () => {
    const page = prepare(2);
    page.table.push(...[1, 2, 3].map((at) => sample(1_000_000 + at)));
    page.collection.show({ kind: 'fixed', fromMs: 1_000_000, toMs: 1_060_000 });
    await page.settle();
    expect(page.collection.status.getState().overfull).toBe(true);
  });

  it('ignores what comes for a stretch that is no longer shown', async () => {
    const page = prepare();
    page.table.push(sample(1_010_000));
    page.collection.show({ kind: 'fixed', fromMs: 1_000_000, toMs: 1_060_000 });
    page.collection.show(LIVE_5_MIN);
    await page.settle();
    expect(page.shown()).toEqual([]);
  });
});
