import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeDeviceLatest } from '../../../domain/telemetry/merge-device-latest';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { memoryStore } from './memory-store.fixtures';
import type { TelemetryStore } from './ports';
import { planLatest, updateLatest } from './update-latest';

const WOKEN = 2_000_000;
const sample = (receivedAt: number, metrics: TelemetrySample['metrics']): TelemetrySample => ({
  thingName: 'door-1',
  sampleId: `${receivedAt}`,
  observedAt: receivedAt,
  receivedAt,
  clockRejected: false,
  metrics,
});
const run = async (store: TelemetryStore, samples: readonly TelemetrySample[]) =>
  updateLatest(new Map([['door-1', samples]]), await store.readLatest(['door-1']), store);

describe('updateLatest', () => {
  it.each([
    ['for the first time', []],
    ['after a silence', [sample(WOKEN - 60_000, { battery: 50 })]],
  ])('loses nothing when invocations race for a thing that is heard %s', async (_title, before) => {
    const burst = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 25_000 }), open: fc.boolean() }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(burst, fc.scheduler(), async (readings, scheduler) => {
        let racing = false;
        const { store, latest } = memoryStore({}, async () => {
          if (racing) await scheduler.schedule(Promise.resolve());
        });
        await run(store, before);
        racing = true;
        const samples = readings.map(({ afterMs, open }, i) => sample(WOKEN + afterMs, { open, [`reading${i}`]: i }));
        const results = Promise.all(samples.map((one) => run(store, [one])));
        await scheduler.waitFor(results);
        expect((await results).flatMap(({ failed }) => [...failed])).toEqual([]);
        expect(latest.get('door-1')?.latest).toEqual(mergeDeviceLatest(null, [...before, ...samples]));
      }),
    );
  });

  it('checks no write of a thing that has been reporting for a while', async () => {
    const { store } = memoryStore();
    const checked: boolean[] = [];
    for (const afterMs of [0, 5_000, 10_000, 20_000, 50_000]) {
      const stored = await store.readLatest(['door-1']);
      const samples = new Map([['door-1', [sample(WOKEN + afterMs, { a: 1 })]]]);
      const { steady, checked: names } = planLatest(samples, stored, new Set());
      checked.push(names.length === 1);
      if (steady.length > 0) await store.putReadings([], steady);
      else await updateLatest(samples, stored, store);
    }
    expect(checked).toEqual([true, true, false, false, true]);
  });

  it('writes nothing when a reading is told again', async () => {
    const { store, latest } = memoryStore();
    await run(store, [sample(WOKEN, { a: 1 })]);
    const revision = latest.get('door-1')?.revision;
    expect(await run(store, [sample(WOKEN, { a: 1 })])).toEqual({ updated: [], failed: new Set() });
    expect(latest.get('door-1')?.revision).toBe(revision);
  });

  it('gives up on a thing that never holds still', async () => {
    const { store } = memoryStore();
    const restless: TelemetryStore = {
      ...store,
      putLatestIfUnchanged: async () => new Map([['door-1', 'changedMeanwhile']]),
    };
    expect((await run(restless, [sample(WOKEN, { a: 1 })])).failed).toEqual(new Set(['door-1']));
  });
});
