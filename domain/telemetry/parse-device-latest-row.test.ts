import { describe, expect, it } from 'vitest';
import { mergeDeviceLatest } from './merge-device-latest';
import { parseDeviceLatestRow } from './parse-device-latest-row';
import { decodeRecent, encodeRecent } from './recent-text';

const sample = (observedAt: number, temperature: number) => ({
  thingName: 'esp-1',
  sampleId: 's',
  observedAt,
  receivedAt: observedAt,
  clockRejected: false,
  metrics: { temperature, state: 'ok' },
});
const latest = mergeDeviceLatest(null, [sample(1, 20), sample(2, 21)]);
if (!latest) throw new Error('nothing merged');
const { metrics } = latest;
const bare = Object.fromEntries(
  Object.entries(metrics).map(([name, { value, observedAt }]) => [name, { value, observedAt }]),
);

describe('parseDeviceLatestRow', () => {
  it('gives back a row of the table, its recent numbers in a text', () => {
    expect(parseDeviceLatestRow({ ...latest, metrics: bare, recent: encodeRecent(metrics) })).toEqual(latest);
  });

  it('gives back a row of the API, its metrics in a text too', () => {
    const row = { ...latest, metrics: JSON.stringify(bare), recent: encodeRecent(metrics), __typename: 'DeviceLatest' };
    expect(parseDeviceLatestRow(row)).toEqual(latest);
  });

  it('does without recent numbers, and with broken ones', () => {
    for (const recent of [undefined, null, 'x', '[]', '{"temperature":[[1],[2,3]]}', '{"temperature":5}']) {
      const parsed = parseDeviceLatestRow({ ...latest, metrics: bare, recent });
      expect(parsed?.metrics.temperature).toEqual({ value: 21, observedAt: 2, recent: [], recentAt: [] });
    }
  });

  it.each([null, 'x', {}, { ...latest, metrics: 'x' }, { ...latest, observedAt: null }])('refuses %j', (row) => {
    expect(parseDeviceLatestRow(row)).toBeUndefined();
  });
});

describe('encodeRecent', () => {
  it('keeps nothing rather than too much', () => {
    const recent = Array.from({ length: 30 }, () => Math.PI);
    const many = Array.from({ length: 200 }, (_, i) => [
      `metric-with-a-long-name-${i}`,
      { value: 1, observedAt: 1, recent, recentAt: recent.map(() => 1760000000000) },
    ]);
    const text = encodeRecent(Object.fromEntries(many));
    expect(text).toBe('{}');
    expect(decodeRecent(text)('metric-with-a-long-name-1')).toEqual({ recent: [], recentAt: [] });
  });
});
