// Flat payloads as devices in the field send them, with what must be understood.
import type { Metrics } from '../telemetry-sample';

/** One payload and the reading it holds. */
export interface ReadingFixture {
  title: string;
  payload: Readonly<Record<string, unknown>>;
  metrics: Metrics;
  ownId?: unknown;
  ownTime?: unknown;
}

export const FLAT_READINGS: readonly ReadingFixture[] = [
  {
    title: 'an ESP32 climate sensor with epoch seconds',
    payload: { temperature: 21, humidity: 40, battery: 80, rssi: -61, ts: 1760000000 },
    metrics: { temperature: 21, humidity: 40, battery: 80, rssi: -61 },
    ownTime: 1760000000,
  },
  {
    title: 'an ISO time and a sequence number',
    payload: { timestamp: '2025-10-09T08:53:20Z', seq: 7, temperature: 21.5 },
    metrics: { temperature: 21.5 },
    ownId: 7,
    ownTime: '2025-10-09T08:53:20Z',
  },
  {
    title: 'names a device gives itself, which select nothing',
    payload: { deviceId: 'someone-else', thingName: 'another', source: 'x', open: true },
    metrics: { open: true },
  },
  {
    title: 'texts that look like numbers, and a value that is missing',
    payload: { firmware: '1.4.2', level: '21.5', broken: 'NaN', humidity: null },
    metrics: { firmware: '1.4.2', level: '21.5', broken: 'NaN' },
  },
];
