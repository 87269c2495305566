import { describe, expect, it } from 'vitest';
import type { Log } from '../shared/logger';
import type { Publication } from '../shared/pack-publications';
import { ingestTelemetry } from './ingest-telemetry';
import { type Faults, memoryStore } from './memory-store.fixtures';

const RECEIVED = Date.parse('2025-10-09T09:00:00Z');

const record = (id: string, topic: string, payload: unknown, receivedAt = RECEIVED) => ({
  id,
  body: JSON.stringify({
    payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64'),
    topic,
    clientId: topic.split('/')[topic.startsWith('solar/') ? 1 : 0],
    traceId: `trace-${id}`,
    receivedAt,
  }),
});
const flat = (id: string, thing: string, metrics: unknown, receivedAt?: number) =>
  record(id, `${thing}/telemetry`, metrics, receivedAt);
const child = (id: string, deviceId: string, receivedAt?: number) =>
  record(id, 'solar/plant-7/data', { plantId: 'plant-7', deviceId, metrics: { dcPowerW: 410 } }, receivedAt);

function setUp(faults: Faults = {}, publishFault?: Error) {
  const memory = memoryStore(faults);
  const told: Publication[] = [];
  const logged: string[] = [];
  const log: Log = {
    info: (message, context) => logged.push(message + JSON.stringify(context)),
    warn: (message, context) => logged.push(message + JSON.stringify(context)),
    error: (message, error) => logged.push(`${message} ${error}`),
  };
  const online = new Set<string>();
  const signs: string[] = [];
  const ports = {
    store: memory.store,
    signsOfLife: {
      online: async (things: readonly string[]) => new Set(things.filter((thing) => online.has(thing))),
      tell: async (heard: readonly { thingName: string; receivedAt: number }[]) => {
        if (faults.signs) throw new Error('no queue');
        signs.push(...heard.map(({ thingName, receivedAt }) => `${thingName} ${receivedAt - RECEIVED}`));
      },
    },
    log,
    now: () => RECEIVED + 250,
    publish: async (publication: Publication) => {
      if (publishFault) throw publishFault;
      told.push(publication);
      return { tooLarge: 0 };
    },
  };
  return {
    ...memory,
    told,
    logged,
    online,
    signs,
    ingest: (records: Parameters<typeof ingestTelemetry>[0]) => ingestTelemetry(records, ports),
  };
}

describe('ingestTelemetry', () => {
  it('stores a thing that reports all the time with its reading, in one go, and tells of it only afterwards', async () => {
    const { ingest, store, told } = setUp();
    await ingest([flat('1', 'esp-1', { temperature: 20 })]);
    const { putReadings } = store;
    const puts: { samples: number; latest: number; told: number }[] = [];
    store.putReadings = (samples, latest) => {
      puts.push({ samples: samples.length, latest: latest.length, told: told.length });
      return putReadings(samples, latest);
    };
    await ingest([flat('2', 'esp-1', { temperature: 21 }, RECEIVED + 15_000)]);
    expect(puts).toEqual([{ samples: 1, latest: 1, told: 1 }]);
    expect(told[1]?.fleet).toMatchObject([{ kind: 'latest', latest: { metrics: { temperature: { value: 21 } } } }]);
  });

  it('tells nobody of a reading that could not be stored, also where the newest state has it already', async () => {
    const faults: Faults = {};
    const { ingest, told, samples } = setUp(faults);
    await ingest([flat('1', 'esp-1', { temperature: 20 })]);
    faults.samples = (sample) => sample.metrics.temperature === 21;
    const late = flat('2', 'esp-1', { temperature: 21 }, RECEIVED + 15_000);
    expect(await ingest([late])).toMatchObject({ failedIds: ['2'], stored: 0 });
    expect(told).toHaveLength(1);
    faults.samples = () => false;
    expect(await ingest([late])).toMatchObject({ failedIds: [], stored: 1 });
    expect(samples.size).toBe(2);
  });

  it('stores readings and newest states, and tells both feeds once per batch', async () => {
    const { ingest, samples, latest, told } = setUp();
    const summary = await ingest([
      flat('1', 'esp-1', { temperature: 20, ts: RECEIVED - 2000 }),
      flat('2', 'esp-2', { temperature: 5 }),
      flat('3', 'esp-1', { temperature: 21, ts: RECEIVED - 1000 }),
    ]);
    expect(summary).toEqual({
      failedIds: [],
      received: 3,
      stored: 3,
      rejected: 0,
      lagsMs: [250, 250, 250],
      published: true,
    });
    expect(samples.size).toBe(3);
    expect(latest.get('esp-1')?.latest.metrics.temperature).toMatchObject({ value: 21, recent: [20, 21] });
    expect(told).toHaveLength(1);
    expect(told[0]?.fleet.map((update) => update.kind === 'latest' && update.latest.thingName)).toEqual([
      'esp-1',
      'esp-2',
    ]);
    expect([...(told[0]?.telemetry ?? [])].map(([thing, list]) => [thing, list.length])).toEqual([
      ['esp-1', 2],
      ['esp-2', 1],
    ]);
  });

  it('gives the same when a batch is delivered again', async () => {
    const { ingest, samples, latest } = setUp();
    const batch = [flat('1', 'esp-1', { temperature: 20 }), flat('2', 'esp-1', { temperature: 21 })];
    await ingest(batch);
    const once = structuredClone(latest.get('esp-1')?.latest);
    await ingest(batch);
    expect(samples.size).toBe(2);
    expect(latest.get('esp-1')?.latest).toEqual(once);
  });

  it('refuses bad payloads one by one, counts alike ones, and shows them', async () => {
    const { ingest, samples, events, told } = setUp();
    const summary = await ingest([
      flat('1', 'esp-1', 'not json'),
      flat('2', 'esp-1', { temperature: 20 }),
      flat('3', 'esp-1', 'not json either'),
      flat('4', 'esp-1', []),
    ]);
    expect(summary).toMatchObject({ failedIds: [], stored: 1, rejected: 3 });
    expect(samples.size).toBe(1);
    expect([...events.values()].map(({ detail, count }) => [detail.reason, count])).toEqual([
      ['notJson', 2],
      ['notAnObject', 1],
    ]);
    expect(told[0]?.fleet.filter(({ kind }) => kind === 'event')).toHaveLength(2);
  });

  it('tells the sum when a later batch adds to a reject', async () => {
    const { ingest, told } = setUp();
    await ingest([flat('1', 'esp-1', 'x')]);
    await ingest([flat('2', 'esp-1', 'y')]);
    expect(told[1]?.fleet).toMatchObject([{ kind: 'event', event: { count: 2 } }]);
  });

  it('names only the records that could not be stored', async () => {
    const { ingest, latest } = setUp({ samples: (sample) => sample.metrics.temperature === 20 });
    const batch = [flat('1', 'esp-1', { temperature: 20 }), flat('2', 'esp-1', { temperature: 21 })];
    expect((await ingest(batch)).failedIds).toEqual(['1']);
    expect(latest.get('esp-1')?.latest.metrics.temperature?.recent).toEqual([21]);
  });

  it('names the records of a thing whose newest state could not be stored, and rejects that could not', async () => {
    const { ingest } = setUp({ latest: (thing) => thing === 'esp-1', rejects: true });
    const batch = [flat('1', 'esp-1', { a: 1 }), flat('2', 'esp-2', { a: 1 }), flat('3', 'esp-3', 'x')];
    expect((await ingest(batch)).failedIds.sort()).toEqual(['1', '3']);
  });

  it('loses nothing stored when publishing fails', async () => {
    const { ingest, samples } = setUp({}, new Error('no network'));
    expect(await ingest([flat('1', 'esp-1', { a: 1 })])).toMatchObject({ failedIds: [], stored: 1, published: false });
    expect(samples.size).toBe(1);
  });

  it('counts and logs what belongs to no thing, without its content', async () => {
    const { ingest, logged, told } = setUp();
    const summary = await ingest([
      { id: '1', body: '{"secret":"4711"}' },
      { id: '2', body: 'no json' },
    ]);
    expect(summary).toMatchObject({ failedIds: [], rejected: 2 });
    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toContain('4711');
    expect(told).toHaveLength(0);
  });

  it('moves the times of a gateway when its children report, at most every ten seconds', async () => {
    const { ingest, latest, samples } = setUp();
    await ingest([child('1', 'inv-1')]);
    await ingest([child('2', 'inv-1', RECEIVED + 9000)]);
    expect(latest.get('plant-7')?.latest).toMatchObject({ receivedAt: RECEIVED, gateway: null, metrics: {} });
    await ingest([child('3', 'inv-1', RECEIVED + 10_000)]);
    expect(latest.get('plant-7')?.latest.receivedAt).toBe(RECEIVED + 10_000);
    expect(latest.get('plant-7/inv-1')?.latest.gateway).toBe('plant-7');
    expect([...samples.values()].every(({ thingName }) => thingName === 'plant-7/inv-1')).toBe(true);
  });

  it('takes 256 unregistered children of a gateway and any number of registered ones', async () => {
    const { ingest, samples, events, devices, latest } = setUp();
    await ingest(Array.from({ length: 256 }, (_, i) => child(`${i}`, `inv-${i}`)));
    devices.add('plant-7/known');
    const summary = await ingest([child('a', 'one-more'), child('b', 'known'), child('c', 'inv-7', RECEIVED + 1)]);
    expect(summary).toMatchObject({ stored: 2, rejected: 1 });
    expect(samples.size).toBe(258);
    expect(latest.has('plant-7/one-more')).toBe(false);
    expect(latest.get('plant-7')).toMatchObject({ registeredChildren: ['plant-7/known'], children: { length: 256 } });
    expect([...events.values()]).toMatchObject([{ thingName: 'plant-7', detail: { reason: 'tooManyChildren' } }]);
  });

  it('takes 256 of a gateway that names a new one all the time, for however long', async () => {
    const { ingest, latest } = setUp();
    for (let at = 0; at < 300; at += 1) {
      await ingest([child(`${at}`, `inv-${at}`, RECEIVED + at * 4_000)]);
    }
    expect(latest.get('plant-7')).toMatchObject({ children: { length: 256 } });
    expect([...latest.keys()].filter((name) => name.startsWith('plant-7/'))).toHaveLength(256);
  });

  it('tells core-status of things that are heard after a silence and not said to be online, and of no others', async () => {
    const { ingest, online, signs } = setUp();
    await ingest([flat('1', 'esp-1', { t: 1 }), flat('2', 'esp-2', { t: 1 }), child('3', 'inverter-1')]);
    expect(signs.splice(0).sort()).toEqual(['esp-1 0', 'esp-2 0', 'plant-7 0']);

    online.add('esp-2');
    await ingest([flat('4', 'esp-1', { t: 2 }, RECEIVED + 59_999), flat('5', 'esp-2', { t: 2 }, RECEIVED + 59_999)]);
    expect(signs).toEqual([]);
    await ingest([flat('6', 'esp-1', { t: 3 }, RECEIVED + 120_000), flat('7', 'esp-2', { t: 3 }, RECEIVED + 120_000)]);
    expect(signs).toEqual(['esp-1 120000']);
  });

  it('keeps a reading whose sign of life cannot be told', async () => {
    const { ingest, samples, logged } = setUp({ signs: true });
    expect(await ingest([flat('1', 'esp-1', { t: 1 })])).toMatchObject({ failedIds: [], stored: 1 });
    expect(samples.size).toBe(1);
    expect(logged.join()).toContain('core-status could not be told');
  });
});
