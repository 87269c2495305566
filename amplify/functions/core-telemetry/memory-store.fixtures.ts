// The tables of core-telemetry in memory, for tests: same promises, and faults on demand.
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import type { LatestOutcome, LatestWrite, StoredLatest, TelemetryStore } from './ports';

/** What a test makes go wrong. */
export interface Faults {
  samples?: (sample: TelemetrySample) => boolean;
  latest?: (thingName: string) => boolean;
  rejects?: boolean;
  /** Signs of life cannot be sent. */
  signs?: boolean;
}

/** Makes an empty store; `between` runs between reading and writing newest states, as another invocation would. */
export function memoryStore(faults: Faults = {}, between: () => Promise<void> = async () => {}) {
  const samples = new Map<string, TelemetrySample>();
  const latest = new Map<string, StoredLatest>();
  const events = new Map<string, DeviceEvent>();
  const devices = new Set<string>();
  let revision = 0;

  const put = ({ latest: row, previous, awakeSince }: LatestWrite) => {
    revision += 1;
    const { children = [], registeredChildren = [] } = previous ?? {};
    const kept = { children, registeredChildren };
    latest.set(row.thingName, { latest: row, createdAt: 't', revision: `r${revision}`, awakeSince, ...kept });
  };
  const putIfUnchanged = (write: LatestWrite): LatestOutcome => {
    const { thingName } = write.latest;
    if (faults.latest?.(thingName)) return 'failed';
    const now = latest.get(thingName)?.revision ?? null;
    if (now !== (write.previous?.revision ?? null)) return 'changedMeanwhile';
    put(write);
    return 'stored';
  };
  const store: TelemetryStore = {
    putReadings: async (given, writes) => {
      const failed = new Set(given.filter((sample) => faults.samples?.(sample)));
      for (const one of given) if (!failed.has(one)) samples.set(`${one.thingName} ${one.sampleId}`, one);
      const unwritten = writes.filter((write) => faults.latest?.(write.latest.thingName));
      for (const write of writes) if (!unwritten.includes(write)) put(write);
      return { samples: failed, latest: new Set(unwritten.map((write) => write.latest.thingName)) };
    },
    readLatest: async (names) =>
      new Map(
        names.flatMap((name) => {
          const found = latest.get(name);
          return found ? [[name, structuredClone(found)] as const] : [];
        }),
      ),
    putLatestIfUnchanged: async (writes) => {
      await between();
      return new Map(writes.map((write) => [write.latest.thingName, putIfUnchanged(write)]));
    },
    addReject: async (event) => {
      if (faults.rejects) return null;
      const key = `${event.thingName} ${event.eventId}`;
      const sum = { ...event, count: event.count + (events.get(key)?.count ?? 0) };
      events.set(key, sum);
      return sum;
    },
    registered: async (names) => new Set(names.filter((name) => devices.has(name))),
    noteChild: async (gateway, child, list, most) => {
      const row = latest.get(gateway);
      const noted = row?.[list] ?? [];
      if (noted.includes(child)) return true;
      if (noted.length >= most) return false;
      revision += 1;
      const times = { observedAt: 0, receivedAt: 0, clockRejected: false, metrics: {} };
      const fresh = { thingName: gateway, gateway: null, batteryPercent: null, rssiDbm: null, ...times };
      const base = row ?? { latest: fresh, createdAt: 't', awakeSince: 0, children: [], registeredChildren: [] };
      latest.set(gateway, { ...base, revision: `r${revision}`, [list]: [...noted, child] });
      return true;
    },
  };
  return { store, samples, latest, events, devices };
}
