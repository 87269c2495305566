// The verb of core-telemetry: a batch of envelopes becomes stored readings, newest states, visible rejects and news.
import { parseJson } from '../../../domain/rows/row-fields';
import { type ParsedTelemetry, parseTelemetryRecord } from '../../../domain/telemetry/parse-telemetry-record';
import type { TelemetrySample } from '../../../domain/telemetry/telemetry-sample';
import { describeRejects, type Reject } from '../../../domain/timeline/describe-rejects';
import type { DeviceEvent } from '../../../domain/timeline/device-event';
import type { Log } from '../shared/logger';
import type { Publish } from '../shared/publish';
import { refusedChildren } from './admit-children';
import { gatewaySignsOfLife } from './gateway-signs-of-life';
import type { StoredLatest, TelemetryStore } from './ports';
import { reportSignsOfLife, type SignsOfLife } from './report-signs-of-life';
import { planLatest, type UpdatedLatest, updateLatest } from './update-latest';

/** One message of the queue: its id and its body, the envelope as JSON text. */
export interface QueuedRecord {
  id: string;
  body: string;
}

export interface IngestPorts {
  store: TelemetryStore;
  signsOfLife: SignsOfLife;
  publish: Publish;
  log: Log;
  /** Epoch ms. */
  now: () => number;
}

/** What became of a batch. `failedIds` go back to the queue; `lagsMs` are the ages of the readings when they were stored. */
export interface IngestSummary {
  failedIds: string[];
  received: number;
  stored: number;
  rejected: number;
  lagsMs: number[];
  published: boolean;
}

type Understood = Extract<ParsedTelemetry, { ok: true }> & { id: string };
type Refused = { id: string; reject: Reject };

/**
 * Ingests a batch. A payload that cannot be understood becomes a reject with its reason; only a record that could not be
 * stored is named as failed, and storing it again overwrites itself. (Only a reject's count may count a redelivery
 * twice.) A publication that fails costs nothing that is stored: open pages reconcile. Throws when the tables cannot even
 * be read: then the whole batch comes back.
 */
export async function ingestTelemetry(records: readonly QueuedRecord[], ports: IngestPorts): Promise<IngestSummary> {
  const { store, log } = ports;
  const { understood, refused } = sortOut(records, log);
  const before = await store.readLatest(namesOf(understood));
  const children = understood.flatMap(({ thingName, gateway }) => (gateway ? [{ thingName, gateway }] : []));
  const tooMany = await refusedChildren(children, before, store);
  const accepted = understood.filter(({ thingName }) => !tooMany.has(thingName));
  refused.push(...understood.filter(({ thingName }) => tooMany.has(thingName)).map(refuseChild));

  const [readings, rejects] = await Promise.all([storeReadings(accepted, before, store), storeRejects(refused, store)]);
  const { kept, latest } = readings;
  const unsettled = kept.filter(({ thingName }) => latest.failed.has(thingName)).map(({ id }) => id);
  const published = await tell(ports, {
    fleet: [
      ...latest.updated.map((newest) => ({ kind: 'latest' as const, latest: newest })),
      ...rejects.events.map((event) => ({ kind: 'event' as const, event })),
    ],
    telemetry: samplesByThing(kept),
  });
  await reportSignsOfLife(latest.updated, before, ports.signsOfLife, log);
  const nowMs = ports.now();
  return {
    failedIds: [...readings.unstoredIds, ...rejects.failedIds, ...unsettled],
    received: records.length,
    stored: kept.length,
    rejected: records.length - accepted.length,
    lagsMs: kept.map(({ receivedAt }) => Math.max(0, nowMs - receivedAt)),
    published,
  };
}

function sortOut(records: readonly QueuedRecord[], log: Log): { understood: Understood[]; refused: Refused[] } {
  const understood: Understood[] = [];
  const refused: Refused[] = [];
  for (const { id, body } of records) {
    const parsed = parseTelemetryRecord(parseJson(body));
    if (parsed.ok) understood.push({ ...parsed, id });
    else if (parsed.thingName !== null && parsed.receivedAt !== null) {
      refused.push({ id, reject: { ...parsed, thingName: parsed.thingName, receivedAt: parsed.receivedAt } });
    }
    // Nobody's timeline can show it, so the log must.
    else log.warn('A message belongs to no thing.', { kind: parsed.problem.kind });
  }
  return { understood, refused };
}

function refuseChild({ id, gateway, thingName, receivedAt }: Understood): Refused {
  const message = 'The gateway has 256 unregistered devices already; register this one, or remove others.';
  return { id, reject: { thingName: gateway ?? thingName, receivedAt, problem: { kind: 'tooManyChildren', message } } };
}

/**
 * Stores readings with the newest states of things that report all the time, then the states that others may write to.
 * `kept` are the records whose readings are stored; of no other is a newest state told.
 */
async function storeReadings(
  accepted: readonly Understood[],
  before: ReadonlyMap<string, StoredLatest>,
  store: TelemetryStore,
): Promise<{ kept: Understood[]; unstoredIds: string[]; latest: UpdatedLatest }> {
  const gateways = new Set(accepted.flatMap(({ gateway }) => gateway ?? []));
  const { steady, checked } = planLatest(latestInput(accepted, before), before, gateways);
  const unstored = await store.putReadings(
    accepted.flatMap(({ samples }) => samples),
    steady,
  );
  const isUnstored = ({ samples }: Understood) => samples.some((sample) => unstored.samples.has(sample));
  const kept = accepted.filter((each) => !isUnstored(each));
  const returning = accepted.filter(isUnstored);
  // The row may hold a reading that is to be stored at the next try; until then nobody is told of it.
  const untold = new Set(returning.map(({ thingName }) => thingName));
  const input = [...latestInput(kept, before)].filter(([thing]) => checked.includes(thing));
  const outcome = await updateLatest(new Map(input), before, store);
  const told = steady.filter(({ latest: { thingName } }) => !unstored.latest.has(thingName) && !untold.has(thingName));
  return {
    kept,
    unstoredIds: returning.map(({ id }) => id),
    latest: {
      updated: [...told.map((write) => write.latest), ...outcome.updated],
      failed: new Set([...unstored.latest, ...outcome.failed]),
    },
  };
}

async function storeRejects(
  refused: readonly Refused[],
  store: TelemetryStore,
): Promise<{ events: DeviceEvent[]; failedIds: string[] }> {
  const outcomes = await Promise.all(
    describeRejects(refused.map(({ reject }) => reject)).map(async (event) => ({
      event,
      total: await store.addReject(event),
    })),
  );
  const failed = new Set(
    outcomes.filter(({ total }) => !total).map(({ event }) => `${event.thingName} ${event.eventId}`),
  );
  const failedIds = refused
    .filter(({ reject }) =>
      describeRejects([reject]).some((event) => failed.has(`${event.thingName} ${event.eventId}`)),
    )
    .map(({ id }) => id);
  return { events: outcomes.flatMap(({ total }) => total ?? []), failedIds };
}

const namesOf = (understood: readonly Understood[]): string[] => [
  ...new Set(understood.flatMap(({ thingName, gateway }) => (gateway ? [thingName, gateway] : [thingName]))),
];

function samplesByThing(understood: readonly Understood[]): Map<string, TelemetrySample[]> {
  const byThing = new Map<string, TelemetrySample[]>();
  for (const { thingName, samples } of understood) {
    byThing.set(thingName, [...(byThing.get(thingName) ?? []), ...samples]);
  }
  return byThing;
}

function latestInput(
  kept: readonly Understood[],
  stored: ReadonlyMap<string, StoredLatest>,
): Map<string, TelemetrySample[]> {
  const heard = new Map<string, number>();
  for (const { gateway, receivedAt } of kept) {
    if (gateway) heard.set(gateway, Math.max(receivedAt, heard.get(gateway) ?? 0));
  }
  const input = samplesByThing(kept);
  for (const sign of gatewaySignsOfLife(heard, stored)) {
    input.set(sign.thingName, [...(input.get(sign.thingName) ?? []), sign]);
  }
  return input;
}

async function tell({ publish, log }: IngestPorts, publication: Parameters<Publish>[0]): Promise<boolean> {
  if (publication.fleet.length === 0 && publication.telemetry.size === 0) return true;
  try {
    const { tooLarge } = await publish(publication);
    if (tooLarge > 0) log.warn('Some news were too large to be told.', { tooLarge });
    return true;
  } catch (error) {
    log.error('Open pages could not be told; they will find out when they reconcile.', error);
    return false;
  }
}
